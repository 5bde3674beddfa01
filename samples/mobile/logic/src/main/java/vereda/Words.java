/*
 * The app's own sentences in the two languages it speaks; what the library says comes in the
 * profile's language by itself. On Android these stand in res/values and res/values-es.
 */
package vereda;

import dev.sotto.Mindset;

/** What the app says. */
public enum Words {
  HOME("For you", "Para ti"),
  PRODUCT("Product", "Producto"),
  GOES_WITH("Goes with it", "Combina con"),
  SEARCH("You ask", "Preguntas"),
  PRIVACY("Privacy: what this phone keeps", "Privacidad: lo que guarda este teléfono"),
  WOULD_LEAVE("What the shop asks; nothing leaves unless you agree",
      "Lo que pregunta la tienda; nada sale si no lo aceptas"),
  BUDGET("Budget left, and spent, in epsilon", "Presupuesto restante y gastado, en épsilon"),
  LOG("The log holds", "El registro está íntegro"),
  BROKEN("The log is broken", "El registro está roto"),
  MINDSET("Mindset", "Ánimo"),
  CURIOUS("looking around", "mirando"),
  INTERESTED("looking at something", "interés por algo"),
  FOCUSED("close to buying", "a punto de comprar"),
  SATISFIED("bought recently", "compra reciente"),
  LOYAL("buys again and again", "compra una y otra vez"),
  FADING("has gone quiet", "hace tiempo que no viene"),
  BACKGROUND("The app goes to the background: everything is durable.",
      "La app pasa a segundo plano: todo queda guardado."),
  KILLED("The system kills the process (SIGKILL).", "El sistema mata el proceso (SIGKILL)."),
  RESTORED("A new process: the same product, nothing lost.",
      "Un proceso nuevo: el mismo producto, nada perdido."),
  LOW_MEMORY("Short of memory: profile and pack are closed until needed again.",
      "Falta memoria: el perfil y el catálogo se cierran hasta que hagan falta."),
  FORGOTTEN("Forgotten: this product. Kept now", "Olvidado: este producto. Se guarda ahora"),
  ERASED("Erased; the key is destroyed and files removed",
      "Borrado; la clave está destruida y los ficheros eliminados"),
  LOCKED("The phone's key store is locked.", "El almacén de claves del teléfono está bloqueado."),
  LOST("The key is lost: only starting anew helps.",
      "La clave se ha perdido: hay que empezar de nuevo."),
  UNWELL("The shop works without picks for now.",
      "La tienda funciona sin sugerencias por ahora."),
  NO_PACK("The catalogue is refused.", "El catálogo ha sido rechazado.");

  private final String english;
  private final String spanish;

  Words(String english, String spanish) {
    this.english = english;
    this.spanish = spanish;
  }

  public String in(String locale) {
    return locale.startsWith("es") ? spanish : english;
  }

  /** Gives the words of a mindset. */
  public static Words of(Mindset.State mindset) {
    return valueOf(mindset.name());
  }

  /** Gives what a screen says of a profile that is not ready; null where it is. */
  public static Words of(Device.Health health) {
    switch (health) {
      case LOCKED:
        return LOCKED;
      case LOST:
        return LOST;
      case UNWELL:
        return UNWELL;
      case NO_PACK:
        return NO_PACK;
      default:
        return null;
    }
  }
}
