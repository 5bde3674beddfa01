// The other side of the interop test: npm @divviup/dap, @divviup/prio3 and hpke-js, as deployed
// aggregators and pages use them, against tests/interop/dap_peer.c. States facts in TAP.
//
// usage: node dap_peer.mjs PEER [--bench]       in a folder where the packages are installed

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import readline from "node:readline";

const require = createRequire(join(process.cwd(), "here.js"));
const load = (name, file) =>
  import(pathToFileURL(join(process.cwd(), "node_modules", name, file)).href);
const { Task } = await load("@divviup/dap", "dist/index.js");
const prio3 = await load("@divviup/prio3", "dist/index.js");
const { CipherSuite, KemId, KdfId, AeadId } = require("hpke-js");

const peer = spawn(process.argv[2], { stdio: ["pipe", "pipe", "inherit"] });
const lines = readline.createInterface({ input: peer.stdout })[Symbol.asyncIterator]();

async function ask(request) {
  peer.stdin.write(JSON.stringify(request) + "\n");
  const answer = JSON.parse((await lines.next()).value);
  if (answer.error) throw new Error(answer.error);
  return answer;
}

const hex = (bytes) => Buffer.from(bytes).toString("hex");
const precision = 3600;

async function makeKey(id, aead) {
  const suite = new CipherSuite({ kem: KemId.DhkemX25519HkdfSha256, kdf: KdfId.HkdfSha256, aead });
  const pair = await suite.kem.generateKeyPair();
  const publicKey = Buffer.from(await suite.kem.serializePublicKey(pair.publicKey));
  const secret = Buffer.from(await suite.kem.serializePrivateKey(pair.privateKey));
  const config = Buffer.concat([
    Buffer.from([0, 9 + 32, id, 0, 0x20, 0, 1, 0, aead, 0, 32]), publicKey]);
  return { id, suite, pair, config, secret };
}

const kinds = {
  count: { vdaf: { type: "count" }, make: () => new prio3.Prio3Count({ shares: 2 }),
    measurements: [true, false, true] },
  sum: { vdaf: { type: "sum", bits: 8 }, make: () => new prio3.Prio3Sum({ shares: 2, bits: 8 }),
    measurements: [100, 255, 0] },
  sumVec: { vdaf: { type: "sumVec", length: 5, bits: 4, chunkLength: 4 },
    make: () => new prio3.Prio3SumVec({ shares: 2, length: 5, bits: 4, chunkLength: 4 }),
    measurements: [[1, 2, 3, 4, 15], [0, 0, 7, 0, 1]] },
  histogram: { vdaf: { type: "histogram", length: 37, chunkLength: 6 },
    make: () => new prio3.Prio3Histogram({ shares: 2, length: 37, chunkLength: 6 }),
    measurements: [0, 36, 5, 5] },
};

function expected(kind) {
  const { vdaf, measurements } = kinds[kind];
  if (kind === "histogram")
    return Array.from({ length: vdaf.length }, (_, i) =>
      measurements.filter((bucket) => bucket === i).length);
  const size = kind === "sumVec" ? vdaf.length : 1;
  return Array.from({ length: size }, (_, i) =>
    measurements.reduce((sum, one) => sum + Number(size > 1 ? one[i] : one), 0));
}

// Reports made there, opened, verified and summed here.
async function theirsInOurs(kind, keys) {
  const id = randomBytes(32), reports = [];
  const task = new Task({ ...kinds[kind].vdaf, id, leader: "https://leader.example/",
    helper: "https://helper.example/", timePrecisionSeconds: precision });
  task.fetch = async (url) => new Response(keys[url.includes("leader") ? 0 : 1].config,
    { headers: { "Content-Type": "application/dap-hpke-config-list" } });
  for (const measurement of kinds[kind].measurements)
    reports.push(hex((await task.generateReport(measurement)).encode()));
  const { result } = await ask({ do: "open", task: hex(id), precision, vdaf: kinds[kind].vdaf,
    keys: keys.map((key) => ({ config: hex(key.config), secret: hex(key.secret) })), reports });
  return result;
}

function readReport(report) {
  let at = 24;
  const opaque = (size) => {
    const length = report.readUIntBE(at, size);
    at += size + length;
    return report.subarray(at - length, at);
  };
  const publicShare = opaque(4), head = report.subarray(0, at), sealed = [];
  for (let i = 0; i < 2; i++) {
    const id = report[at++];
    sealed.push({ id, enc: opaque(2), payload: opaque(4) });
  }
  if (at !== report.length) throw new Error("bytes are left over");
  return { nonce: report.subarray(0, 16), time: Number(report.readBigUInt64BE(16)), publicShare,
    head, sealed };
}

async function openShare(key, role, id, view) {
  const { enc, payload } = view.sealed[role - 2];
  const recipient = await key.suite.createRecipientContext({ recipientKey: key.pair.privateKey,
    enc, info: Buffer.concat([Buffer.from("dap-09 input share"), Buffer.from([1, role])]) });
  const text = Buffer.from(await recipient.open(payload, Buffer.concat([id, view.head])));
  if (text.readUInt16BE(0) !== 0 || text.readUInt32BE(2) !== text.length - 6)
    throw new Error("the plaintext input share is malformed");
  return text.subarray(6);
}

// The packages encode shares but do not decode them; what they expand seeds with is theirs.
async function decodeShare(vdaf, aggregator, input) {
  const { flp, field } = vdaf, seed = vdaf.useJointRand() ? 16 : 0;
  const blind = input.subarray(input.length - seed), body = input.subarray(0, input.length - seed);
  if (aggregator > 0)
    return { blind,
      measurementShare: await vdaf.pseudorandom(flp.measurementLen, 1, body.subarray(0, 16),
        Buffer.of(aggregator)),
      proofsShare: await vdaf.pseudorandom(flp.proofLen, 2, body.subarray(16),
        Buffer.of(1, aggregator)) };
  const elements = field.decode(body);
  if (elements.length !== flp.measurementLen + flp.proofLen) throw new Error("a share's length");
  return { blind, measurementShare: elements.slice(0, flp.measurementLen),
    proofsShare: elements.slice(flp.measurementLen) };
}

function decodeParts(publicShare) {
  return { jointRandParts: [0, 16].filter((at) => at < publicShare.length).map((at) =>
    publicShare.subarray(at, at + 16)) };
}

// Reports made here, opened, verified and summed there.
async function oursInTheirs(kind, keys) {
  const id = randomBytes(32), now = 1790000000, vdaf = kinds[kind].make();
  const verifyKey = randomBytes(vdaf.verifyKeySize);
  const outputs = [[], []];
  for (const measurement of kinds[kind].measurements) {
    const { report } = await ask({ do: "report", task: hex(id), precision, time: now,
      vdaf: kinds[kind].vdaf, configs: keys.map((key) => hex(key.config)), measurement });
    const view = readReport(Buffer.from(report, "hex"));
    if (view.time !== now - (now % precision)) throw new Error("the time is not rounded");
    const states = [], shares = [];
    for (const role of [2, 3]) {
      const input = await openShare(keys[role - 2], role, id, view);
      const share = await decodeShare(vdaf, role - 2, input);
      const { preparationState, preparationShare } = await vdaf.prepareInit(
        verifyKey, role - 2, null, view.nonce, decodeParts(view.publicShare), share);
      states.push(preparationState);
      shares.push(preparationShare);
    }
    const message = await vdaf.unshardPreparationShares(null, shares);
    states.forEach((state, i) => outputs[i].push(vdaf.prepareNext(state, message).outputShare));
  }
  const sums = outputs.map((shares) => vdaf.aggregate(null, shares));
  const result = vdaf.unshard(null, sums, kinds[kind].measurements.length);
  return (Array.isArray(result) ? result : [result]).map(Number);
}

let facts = 0, failed = 0;
async function fact(name, holds) {
  let said = "";
  try {
    if (!(await holds())) said = "not equal";
  } catch (error) {
    said = String(error.stack || error);
  }
  facts++;
  if (said) failed++;
  console.log(`${said ? "not ok" : "ok"} ${facts} - ${name}`);
  if (said) console.log("# " + said.replaceAll("\n", "\n# "));
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const aeads = { "AES-128-GCM": AeadId.Aes128Gcm, "ChaCha20-Poly1305": AeadId.Chacha20Poly1305 };

async function interop() {
  for (const [name, aead] of Object.entries(aeads)) {
    const keys = [await makeKey(7, aead), await makeKey(200, aead)];
    for (const kind of Object.keys(kinds)) {
      await fact(`${kind} reports made by @divviup/dap sum here (${name})`,
        async () => same(await theirsInOurs(kind, keys), expected(kind)));
      await fact(`${kind} reports made here sum in @divviup/prio3 (${name})`,
        async () => same(await oursInTheirs(kind, keys), expected(kind)));
    }
  }
  console.log(`1..${facts}`);
}

// Both in turn, best of several rounds each, so that a busy machine is no judge.
async function bench() {
  for (const [length, chunkLength, bar] of [[256, 16, 20], [1024, 32, 25]]) {
    const vdaf = new prio3.Prio3Histogram({ shares: 2, length, chunkLength });
    let theirs = Infinity, ours = Infinity;
    for (let round = 0; round < 7; round++) {
      const start = process.cpuUsage(), runs = length > 256 ? 4 : 12;
      for (let i = 0; i < runs; i++)
        await vdaf.shard(i, randomBytes(16), randomBytes(vdaf.randSize));
      theirs = Math.min(theirs, process.cpuUsage(start).user / runs);
      const { microseconds } = await ask({ do: "bench", runs: 100,
        vdaf: { type: "histogram", length, chunkLength } });
      ours = Math.min(ours, microseconds);
    }
    const ratio = theirs / ours;
    console.log(`Histogram-${length} sharding: @divviup/prio3 ${theirs.toFixed(0)} us, ` +
      `Sotto ${ours.toFixed(1)} us, ${ratio.toFixed(1)} times faster (at least ${bar})`);
    if (ratio < bar) failed++;
  }
}

await (process.argv.includes("--bench") ? bench() : interop());
peer.stdin.end();
process.exitCode = failed ? 1 : 0;
