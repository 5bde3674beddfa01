/*
 * What this phone keeps, and forgetting it.
 */
package vereda.app;

import android.app.Activity;
import android.os.Bundle;
import android.view.Menu;
import android.view.MenuItem;
import android.widget.ArrayAdapter;
import android.widget.ListView;
import dev.sotto.Kept;
import dev.sotto.Preview;
import dev.sotto.Scope;
import vereda.PrivacyViewModel;

public final class PrivacyActivity extends Activity {
  private PrivacyViewModel privacy;
  private ArrayAdapter<String> lines;
  private Runnable watching;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    ListView view = new ListView(this);
    setContentView(view);
    lines = new ArrayAdapter<>(this, android.R.layout.simple_list_item_1);
    view.setAdapter(lines);
    ShopApplication app = ShopApplication.of(this);
    privacy = new PrivacyViewModel(app.device(), app.main());
  }

  @Override
  protected void onStart() {
    super.onStart();
    watching = privacy.state().watch(this::show);
    privacy.refresh();
  }

  @Override
  protected void onStop() {
    watching.run();
    super.onStop();
  }

  private void show(PrivacyViewModel.State state) {
    lines.clear();
    for (Kept line : state.kept) {
      lines.add(line.words);
    }
    for (Preview question : state.wouldLeave) {
      lines.add(question.words);
    }
  }

  @Override
  public boolean onCreateOptionsMenu(Menu menu) {
    menu.add(R.string.forget_all);
    return true;
  }

  @Override
  public boolean onOptionsItemSelected(MenuItem item) {
    privacy.forget(Scope.all());
    return true;
  }
}
