"""A customer finds their own tickets again: by words, with the place where they stand, and by status."""

from harness.pages import SLOW_MS, expect


def ask(portal, text):
    portal.get("new-ticket").click()
    portal.says(text)
    return portal.number


def test_words_are_found_and_shown_where_they_stand(town):
    portal = town.portal()
    stove = ask(portal, "My stove is cold")
    portal.says("It has been leaking paraffin since Tuesday")
    ask(portal, "A tent, please")
    town.portal().says("Somebody else's paraffin")
    expect(portal.get("ticket-row")).to_have_count(2)
    portal.get("search").fill("paraffin")
    expect(portal.get("ticket-row")).to_have_count(1, timeout=SLOW_MS)
    expect(portal.get("ticket-row")).to_contain_text(stove)
    expect(portal.get("snippet").locator("mark")).to_have_text("paraffin")
    expect(portal.get("search-said")).to_have_text("1 ticket found")
    town.picture(portal, "found")
    portal.get("ticket-row").click()
    portal.sees("leaking paraffin")
    portal.get("search").fill("<b>nothing</b>")
    expect(portal.get("ticket-row")).to_have_count(0, timeout=SLOW_MS)
    expect(portal.get("search-said")).to_have_text("0 tickets found")
    portal.get("search").fill("")
    expect(portal.get("ticket-row")).to_have_count(2, timeout=SLOW_MS)


def test_closed_ones_are_found_by_their_status(town):
    portal = town.portal()
    number = ask(portal, "This one will be closed")
    ask(portal, "This one stays open")
    desk = town.desk().pick(number)
    desk.root.get_by_test_id("action-resolve").click()
    row = portal.get("ticket-row").filter(has_text="will be closed")
    expect(row).to_contain_text("Resolved", timeout=30_000)
    portal.get("search-status").select_option("resolved")
    expect(portal.get("ticket-row")).to_have_count(1, timeout=SLOW_MS)
    row.click()
    portal.get("close-ticket").click()
    portal.sees_line("ticket_closed")
    expect(portal.get("ticket-row")).to_have_count(0)
    portal.get("search-status").select_option("closed")
    expect(portal.get("ticket-row")).to_have_count(1, timeout=SLOW_MS)
    expect(portal.get("ticket-row")).to_contain_text("will be closed")
