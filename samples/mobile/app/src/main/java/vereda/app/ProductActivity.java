/*
 * A product's page. What the person does is told to the view-model; where the person was survives a
 * killed process in the saved state.
 */
package vereda.app;

import android.app.Activity;
import android.os.Bundle;
import android.os.SystemClock;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.ListView;
import android.widget.TextView;
import java.util.Map;
import vereda.ProductViewModel;
import vereda.Saved;

public final class ProductActivity extends Activity {
  private static final String MINE = "product.";

  private final Saved saved = new Saved();
  private ProductViewModel product;
  private TextView title;
  private Shelf shelf;
  private Runnable watching;
  private long since;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    LinearLayout page = new LinearLayout(this);
    page.setOrientation(LinearLayout.VERTICAL);
    title = new TextView(this);
    page.addView(title);
    Button cart = new Button(this);
    cart.setText(R.string.add_to_cart);
    cart.setOnClickListener(view -> product.addToCart(-1));
    page.addView(cart);
    ListView others = new ListView(this);
    page.addView(others);
    setContentView(page);
    shelf = new Shelf(this, others);
    restore(state);
  }

  private void restore(Bundle state) {
    ShopApplication app = ShopApplication.of(this);
    if (state != null) {
      for (String name : state.keySet()) {
        if (name.startsWith(MINE)) {
          saved.put(name, state.getString(name));
        }
      }
    }
    product = new ProductViewModel(app.device(), saved, app.main());
    if (state == null) {
      product.open(getIntent().getStringExtra("item"));
    }
  }

  @Override
  protected void onStart() {
    super.onStart();
    since = SystemClock.elapsedRealtime();
    watching = product.state().watch(state -> {
      title.setText(state.title + "\n" + state.reassurance);
      shelf.show(state.goesWith);
    });
  }

  @Override
  protected void onStop() {
    watching.run();
    if (isFinishing()) {
      product.leave(SystemClock.elapsedRealtime() - since);
    }
    super.onStop();
  }

  @Override
  protected void onSaveInstanceState(Bundle state) {
    super.onSaveInstanceState(state);
    for (Map.Entry<String, String> entry : saved.values().entrySet()) {
      state.putString(entry.getKey(), entry.getValue());
    }
  }
}
