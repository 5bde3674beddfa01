// What stands around the README's Kotlin so that it can run: a key provider written in Kotlin, and
// something that sends. The test puts the README's lines in place of the marked one.
import dev.sotto.*

class MemoryProvider : KeyProvider {
    private var held: ByteArray? = null
    override fun name() = "kotlin_memory"
    override fun strength() = Strength.MEMORY
    override fun load() = held?.clone()
    override fun store(secret: ByteArray) { held = secret.clone() }
    override fun wipe() { held = null }
}

var sent = 0
fun send(body: ByteArray): Boolean { sent += body.size; return true }

fun main(args: Array<String>) {
    val (pack, key, path, item) = args
    val provider = MemoryProvider()
    // README
    try {
        Profile.open(Options().directory(path).existing(), consent, KeyStore.of(MemoryProvider()))
    } catch (lost: SottoException.KeyLost) {
        println("KeyLost: ${Profile.countOpen()} open")
    }
}
