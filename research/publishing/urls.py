"""Addresses of what is public, and of the desks that look after it."""

from django.urls import path

from research.publishing.views import deposits, papers, replications, versions, withdrawals

# Below /my/.
my = [
    path("research/<int:pk>/new-version/", versions.new_version, name="new_version"),
    path("research/<int:pk>/withdraw/", withdrawals.ask, name="ask_for_withdrawal"),
    path("editing/withdrawals/", withdrawals.desk, name="withdrawals"),
    path("editing/withdrawals/<uuid:work>/", withdrawals.report, name="withdraw_report"),
    path("tried/", replications.my_replications, name="my_replications"),
    path("tried/<int:pk>/delete/", replications.delete, name="delete_replication"),
    path("editing/replications/", replications.desk, name="replications"),
    path("editing/replications/<int:pk>/", replications.decide, name="decide_replication"),
    path("editing/dois/", deposits.desk, name="dois"),
]
urlpatterns = [
    path("research/reports/<str:slug>/pdf/", papers.pdf, name="report_pdf"),
    path("research/reports/<str:slug>/versions/<int:number>/", versions.earlier_version, name="report_version"),
    path("research/reports/<str:slug>/tried/", replications.tried, name="tried"),
]
