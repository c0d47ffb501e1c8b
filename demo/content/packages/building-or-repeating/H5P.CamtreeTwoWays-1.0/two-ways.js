/** Sentences of which each belongs to one of two words. The state is what was chosen, and whether all was compared. */
H5P.CamtreeTwoWays = (function ($) {
  "use strict";

  function TwoWays(params, id, extras) {
    H5P.EventDispatcher.call(this);
    const self = this;
    const before = extras?.previousState ?? {};
    const chosen = params.items.map((item, place) => before.chosen?.[place] ?? null);
    let compared = Boolean(before.compared);

    this.getCurrentState = () => ({ chosen, compared });

    this.attach = ($container) => {
      const root = $('<div class="two-ways"></div>').appendTo($container);
      $("<p></p>").text(params.question).appendTo(root);
      const sets = params.items.map((item, place) => {
        const set = $("<fieldset></fieldset>").appendTo(root);
        $("<legend></legend>").text(item.text).appendTo(set);
        [params.first, params.second].forEach((word, way) => {
          const input = $('<input type="radio">').attr("name", `two-ways-${id}-${place}`).prop("checked", chosen[place] === way);
          input.on("change", () => {
            chosen[place] = way;
            self.triggerXAPI("interacted");
          });
          $("<label></label>").append(input, document.createTextNode(word)).appendTo(set);
        });
        return set;
      });
      const said = $('<p role="status"></p>');
      const compare = () => {
        let right = 0;
        params.items.forEach((item, place) => {
          const isRight = chosen[place] === (item.isFirst ? 0 : 1);
          right += isRight ? 1 : 0;
          sets[place].toggleClass("was-right", isRight).toggleClass("was-wrong", !isRight);
        });
        said.text(params.right.replace("%right", right).replace("%all", params.items.length));
        return right;
      };
      $('<button type="button" class="h5p-joubelui-button"></button>').text("Compare").on("click", () => {
        compared = true;
        const event = self.createXAPIEventTemplate("completed");
        event.setScoredResult(compare(), params.items.length, self, true, true);
        self.trigger(event);
      }).appendTo(root);
      said.appendTo(root);
      if (compared) compare();
    };
  }

  TwoWays.prototype = Object.create(H5P.EventDispatcher.prototype);
  TwoWays.prototype.constructor = TwoWays;
  return TwoWays;
})(H5P.jQuery);
