// A gateway made of other people's code: hpke-js opens and exports, bhttp-js reads and writes binary
// HTTP, Node fetches. Listens on loopback; prints its port and, in hexadecimal, its keys.
import { createServer } from "node:http";
import { createHmac, createCipheriv, randomBytes } from "node:crypto";
import { createRequire } from "node:module";
const take = createRequire(`${process.cwd()}/`);
const { CipherSuite, KemId, KdfId, AeadId } = take("hpke-js");
const { BHttpDecoder, BHttpEncoder } = take("bhttp-js");

const suite = new CipherSuite({ kem: KemId.DhkemX25519HkdfSha256, kdf: KdfId.HkdfSha256,
                                aead: AeadId.Aes128Gcm });
const pair = await suite.generateKeyPair();
const publicKey = Buffer.from(await suite.kem.serializePublicKey(pair.publicKey));
const header = Buffer.from("07002000010001", "hex");
const config = Buffer.concat([Buffer.from([0, 41, 7, 0, 0x20]), publicKey,
                              Buffer.from("000400010001", "hex")]);
const hmac = (key, text) => createHmac("sha256", key).update(text).digest();
const slice = (buffer) => buffer.buffer.slice(buffer.byteOffset,
                                              buffer.byteOffset + buffer.length);

async function open(body) {
  if (!body.subarray(0, 7).equals(header)) throw new Error("not this key");
  const enc = body.subarray(7, 39);
  const info = Buffer.concat([Buffer.from("message/bhttp request\0"), header]);
  const context = await suite.createRecipientContext({ recipientKey: pair, enc: slice(enc),
                                                       info: slice(info) });
  return { enc, context, plain: Buffer.from(await context.open(slice(body.subarray(39)))) };
}

async function seal({ enc, context }, plain) {
  const secret = Buffer.from(await context.export(slice(Buffer.from("message/bhttp response")), 16));
  const nonce = randomBytes(16);
  const prk = hmac(Buffer.concat([enc, nonce]), secret);
  const cipher = createCipheriv("aes-128-gcm", hmac(prk, "key\x01").subarray(0, 16),
                                hmac(prk, "nonce\x01").subarray(0, 12));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

const server = createServer(async (request, response) => {
  try {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const opened = await open(Buffer.concat(chunks));
    const inner = new BHttpDecoder().decodeRequest(slice(opened.plain));
    const answer = await fetch(inner);
    const sealed = await seal(opened, Buffer.from(await new BHttpEncoder().encodeResponse(answer)));
    response.writeHead(200, { "content-type": "message/ohttp-res" });
    response.end(sealed);
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
    response.writeHead(400);
    response.end();
  }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port, config.toString("hex")));
