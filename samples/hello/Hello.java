import dev.sotto.*;

/** Keeps one look at a product, then shows what goes with it and why. */
public class Hello {
  public static void main(String[] args) {
    String pack = args[0], brandKey = args[1], directory = args[2], item = args[3];
    Options options = new Options().directory(directory).packKey(brandKey).locale("en");
    Consent consent = Consent.unknown() // nothing is kept; when the person has agreed:
        .with(Purpose.KEEP, Verdict.GRANTED)
        .with(Purpose.PERSONALIZE, Verdict.GRANTED);
    KeyStore keys = KeyStore.insecureFile(directory + ".key"); // a phone: KeyStore.of(provider)
    try (Profile profile = Profile.open(options, consent, keys)) {
      profile.installPack(pack);
      profile.record(Event.of(EventType.VIEW_ITEM, item));
      for (Pick pick : profile.recommend(Request.of("product").item(item).explained())) {
        System.out.println(pick.title);
        for (Reason reason : pick.reasons) {
          System.out.println("    " + reason.text);
        }
      }
      System.out.println("Mindset: " + profile.mindset().state);
    } catch (SottoException refused) { // an app goes on without picks
      System.out.println(refused.status + ": " + refused.getMessage());
    }
  }
}
