"""Every part of the interface, once from Python, over the sample shop."""
import os
import time

import sotto
from facts import ALL, DAY_MS, Facts, brand_key, shop, shopper

facts = Facts()
equal, true, raises = facts.equal, facts.true, facts.raises


def picks():
    with shopper() as profile:
        first = profile.recommend(limit=3)[0]
        profile.record("view_item", first.item)
        found = profile.recommend(limit=6)
        equal(len(found), 6)
        for pick in found:
            equal(sum(reason.score_micro for reason in profile.explain(pick)), pick.score_micro)
        request = dict(limit=5, exclude=[first.item], price_from_minor=1000, price_to_minor=9000,
                       diversity=0.0, seed=7)
        chosen = profile.recommend(**request)
        true(all(p.item != first.item and 1000 <= p.price_minor <= 9000 for p in chosen))
        equal([p.item for p in profile.recommend(**request)], [p.item for p in chosen])


def shopper_state():
    with shopper() as profile:
        item = profile.recommend()[0].item
        profile.record("view_item", item)
        profile.record("add_to_cart", item, quantity=2, price_minor=4995)
        equal((profile.mindset().state, profile.mindset().events), ("focused", 2))
        true(profile.mindset_reasons())
        equal(len(profile.needs()), 8)
        true(all(a.attribute == "brand" for a in profile.affinities("brand")))
        true(profile.affinities())
        profile.set_context(hour_band=4, weekday=5)
        profile.state_preference("color", "green", 80)
        true(any(a.value == "green" and a.stated for a in profile.affinities("color")))
        profile.pause_learning()
        profile.pause_learning(False)
        true(isinstance(profile.audiences(), list))


def why():
    with shopper() as profile:
        first = profile.recommend(limit=1)[0]
        equal(profile.title(first.item), first.title)
        equal(profile.why(first.item, limit=3)[0].kind, "shown")
        profile.dismiss(first.item)
        equal(profile.why(first.item, limit=3)[0].kind, "dismissed")
        equal(profile.why("no-such-item")[0].kind, "unknown")


def events():
    with shopper() as profile:
        one, two = profile.recommend()[:2]
        items = [{"item_id": one.item}, {"item_id": two.item}]
        equal(profile.record_json({"name": "purchase", "params": {"items": items}}), 2)
        profile.record("view_item", "ñandú-€-日本-👩‍🚀")
        true(any("ñandú-€-日本-👩‍🚀" in kept.words for kept in profile.kept()))


def choosing():
    with shopper() as profile:
        choice = profile.choose("reassurance")
        true(0 < choice.propensity <= 1 and choice.content)
        true(profile.explain_choice(choice) and profile.explain_choice())
        equal(len(profile.choices()), 1)
        raises(sotto.MissingError, lambda: profile.choose("no-such-slot"))
        raises(sotto.MissingError, lambda: profile.outcome(12345, 1))


def asking():
    with shopper() as profile:
        talk = profile.conversation()
        reply, found = talk.ask("a green tent")
        true("color=green" in reply.said and found)
        true("price<=20000" in talk.ask("under 200 euros")[0].standing)
        talk.reset()
        reply, found = talk.ask("una tienda verde", limit=2, locale="es", wording="expert")
        true("color=green" in reply.said and len(found) <= 2 and reply.wording == "expert")
        equal(profile.brief("chatbot", "es")["locale"], "es")


def contributing():
    store = sotto.Ram()
    store.now_ms = int(time.time() * 1000)
    with shopper(store, os.path.join(facts.folder(), "profile")) as profile:
        profile.record("view_item", profile.recommend()[0].item)
        for _ in range(5):  # the budget starts empty and fills weekly
            store.now_ms += 7 * DAY_MS
            profile.tick()
        question = next(q for q in profile.preview() if q.state == "open")
        profile.answer(question)
        equal(profile.budget().spent_micro, question.cost_micro)
        raises(sotto.StateError, lambda: profile.answer(question.question))
        report, = profile.outbox()
        equal((report.question, len(report.body)), (question.question, question.report_bytes))
        profile.settle(report, "retry")
        waiting, = profile.outbox()
        equal((waiting.attempts, waiting.body), (1, report.body))
        profile.settle(waiting, "done")
        equal(profile.outbox(), [])
        acts = [row.act for row in profile.audit()]
        true({"created", "pack", "answered", "tried", "sent"} <= set(acts))
        equal(profile.verify_audit(), len(acts))
        true(any(row["act"] == 4 for row in profile.export_audit()["rows"]))


def rights():
    with shopper() as profile, shopper() as other:
        one, two = profile.recommend()[:2]
        profile.record("view_item", one.item)
        profile.record("view_item", two.item)
        equal(other.import_(profile.export()), 2)
        true(other.forget(item=one.item) > 0)
        left = str(other.export())
        true(one.item not in left and two.item in left)
        true(other.forget(all=True) > 0)
        equal(other.export()["events"], [])


def consent():
    with shopper(consent={**ALL, "categories": {"internal": {"keep": False}}}) as profile:
        equal(profile.consent().categories["internal"]["keep"], "denied")
        equal(profile.consent().categories["history"]["keep"], "granted")
        profile.set_consent({"keep": False, "personalize": False, "gpc": True})
        true(profile.consent().gpc)
        raises(sotto.DeniedError, profile.mindset)


def on_disk():
    store, directory = sotto.Ram(), os.path.join(facts.folder(), "profile")
    with shopper(store, directory) as profile:
        profile.record("view_item", "seen-before")
        profile.end_session()
        profile.flush()
    with sotto.Profile.open(store, ALL, directory, existing=True,
                            pack_keys=[brand_key()]) as profile:
        equal(len(profile.export()["events"]), 1)
        equal(profile.pack().brand, "Vereda")
        profile.set_messages({"en": {}})
    with sotto.Profile.open(store, {}, directory, as_kept=True) as profile:
        equal(profile.consent().categories["history"]["keep"], "granted")
    receipt = sotto.erase(directory, store)
    equal((receipt.key_destroyed, receipt.strength), (True, "memory"))
    raises(sotto.MissingError, lambda: sotto.Profile.open(store, ALL, directory, existing=True))


def packs():
    with sotto.Profile.open(sotto.Ram(), ALL, pack_keys=["00" * 32]) as stranger:
        raises(sotto.PackError, lambda: stranger.install_pack(shop()), "SOTTO_E_UNTRUSTED")
        raises(sotto.MissingError, lambda: stranger.install_pack("/no/such/pack"))
        raises(sotto.StateError, stranger.recommend)


facts.fact("picks come with reasons that sum exactly, and a request is obeyed", picks)
facts.fact("an event changes mindset, needs and affinities", shopper_state)
facts.fact("why tells why an item is not picked", why)
facts.fact("GA4 events are taken, and every character of the world", events)
facts.fact("an arm is chosen with its chance", choosing)
facts.fact("a conversation is understood in English and Spanish", asking)
facts.fact("a question is previewed, answered and settled, and the budget pays", contributing)
facts.fact("what is exported is imported, and forgotten when asked", rights)
facts.fact("consent is asked for, withdrawn, and obeyed at once", consent)
facts.fact("a profile on disk is there again, and gone after an erase", on_disk)
facts.fact("an untrusted pack, a missing pack and no pack are told apart", packs)
facts.end()
