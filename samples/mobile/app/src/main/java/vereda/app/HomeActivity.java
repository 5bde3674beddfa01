/*
 * The first screen: asks once, then shows a shelf.
 */
package vereda.app;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.Intent;
import android.os.Bundle;
import android.view.Menu;
import android.view.MenuItem;
import android.widget.ListView;
import vereda.HomeViewModel;

public final class HomeActivity extends Activity {
  private HomeViewModel home;
  private Shelf shelf;
  private Runnable watching;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    ListView view = new ListView(this);
    setContentView(view);
    shelf = new Shelf(this, view);
  }

  @Override
  protected void onStart() {
    super.onStart();
    if (ShopApplication.of(this).wasAsked()) {
      enter();
    } else {
      ask();
    }
  }

  @Override
  protected void onStop() {
    if (watching != null) {
      watching.run();
      watching = null;
    }
    super.onStop();
  }

  private void enter() {
    ShopApplication app = ShopApplication.of(this);
    app.device().start();
    if (home == null) {
      home = new HomeViewModel(app.device(), app.main());
    }
    watching = home.state().watch(state -> shelf.show(state.shelf));
    home.enter();
  }

  private void ask() {
    new AlertDialog.Builder(this).setTitle(R.string.consent_title)
        .setMessage(R.string.consent_text).setCancelable(false)
        .setPositiveButton(R.string.yes, (dialog, which) -> said(true))
        .setNegativeButton(R.string.no, (dialog, which) -> said(false)).show();
  }

  private void said(boolean agreed) {
    ShopApplication.of(this).answered(agreed);
    enter();
  }

  @Override
  public boolean onCreateOptionsMenu(Menu menu) {
    menu.add(R.string.privacy);
    return true;
  }

  @Override
  public boolean onOptionsItemSelected(MenuItem item) {
    startActivity(new Intent(this, PrivacyActivity.class));
    return true;
  }
}
