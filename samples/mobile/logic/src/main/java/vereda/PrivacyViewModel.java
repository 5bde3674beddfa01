/*
 * The privacy screen: what is kept, what may leave, what the person allows, forgetting, taking the
 * profile away, erasing it. Everything it says comes from the library, in the person's language.
 */
package vereda;

import dev.sotto.Budget;
import dev.sotto.Category;
import dev.sotto.Consent;
import dev.sotto.Kept;
import dev.sotto.Preview;
import dev.sotto.Profile;
import dev.sotto.Purpose;
import dev.sotto.QuestionId;
import dev.sotto.Receipt;
import dev.sotto.Scope;
import dev.sotto.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;

/** State and acts of the privacy screen. */
public final class PrivacyViewModel {
  /** What the screen shows. */
  public static final class State {
    public final List<Kept> kept;
    public final List<Preview> wouldLeave;
    /** Null before the screen was first filled. */
    public final Budget budget;
    public final int waiting;
    public final boolean logHolds;
    public final Consent consent;

    private State(Consent consent) {
      this.consent = consent;
      kept = Collections.emptyList();
      wouldLeave = Collections.emptyList();
      budget = null;
      waiting = 0;
      logHolds = true;
    }

    private State(Profile profile) {
      kept = profile.kept();
      List<Preview> open = new ArrayList<>();
      for (Preview question : profile.questions()) {
        if (question.state == Preview.State.OPEN || question.state == Preview.State.EXHAUSTED) {
          open.add(question);
        }
      }
      wouldLeave = Collections.unmodifiableList(open);
      budget = profile.budget();
      waiting = profile.outbox().size();
      logHolds = profile.verifyAudit().holds;
      consent = profile.consent();
    }
  }

  private final Device device;
  private final Live<State> state;
  private final Live<String> taken;
  private final Live<Receipt> erased;

  public PrivacyViewModel(Device device, Executor main) {
    this.device = device;
    state = new Live<>(main, new State(Consent.unknown()));
    taken = new Live<>(main, null);
    erased = new Live<>(main, null);
  }

  public Live<State> state() {
    return state;
  }

  /** The person's own copy as JSON, once asked for: the share sheet's to give on. */
  public Live<String> taken() {
    return taken;
  }

  public Live<Receipt> erased() {
    return erased;
  }

  public void refresh() {
    device.ask(profile -> state.set(new State(profile)));
  }

  /** A switch is turned. A withdrawal has taken effect when the screen shows it. */
  public void allow(Category category, Purpose purpose, boolean granted) {
    device.ask(profile -> {
      Consent changed = profile.consent().with(category, purpose,
          granted ? Verdict.GRANTED : Verdict.DENIED);
      profile.setConsent(changed);
      device.allowed(changed);
      state.set(new State(profile));
    });
  }

  /** The person agrees to one answer, after reading what it says and costs. */
  public void answer(QuestionId question) {
    device.ask(profile -> {
      profile.answer(question);
      state.set(new State(profile));
    });
  }

  public void forget(Scope scope) {
    device.ask(profile -> {
      profile.forget(scope);
      state.set(new State(profile));
    });
  }

  public void takeAway() {
    device.ask(profile -> taken.set(profile.export()));
  }

  public void eraseAll() {
    device.eraseAll(erased);
  }
}
