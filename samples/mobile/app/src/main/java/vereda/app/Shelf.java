/*
 * Cards as a list on the screen.
 */
package vereda.app;

import android.app.Activity;
import android.content.Intent;
import android.widget.ArrayAdapter;
import android.widget.ListView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vereda.Card;

final class Shelf {
  private final List<Card> cards = new ArrayList<>();
  private final ArrayAdapter<String> lines;

  Shelf(Activity activity, ListView view) {
    lines = new ArrayAdapter<>(activity, android.R.layout.simple_list_item_1);
    view.setAdapter(lines);
    view.setOnItemClickListener((list, row, at, id) -> activity.startActivity(
        new Intent(activity, ProductActivity.class).putExtra("item", cards.get(at).item)));
  }

  void show(List<Card> next) {
    cards.clear();
    cards.addAll(next);
    lines.clear();
    for (Card card : next) {
      lines.add(String.format(Locale.getDefault(), "%s\n%.2f\n%s", card.title,
          card.priceMinor / 100.0, card.because));
    }
  }
}
