"""An agent's day: notes, priorities, lists, search, the keyboard."""

from harness.pages import SLOW_MS, expect


def test_a_note_is_for_colleagues_only(town):
    customer, desk, number = town.chat()
    desk.get("mode-note").click()
    desk.input.fill("Third hole this month")
    desk.get("composer-send").click()
    desk.sees("Third hole this month")
    sam = town.desk("sam", online=False).open(number)
    sam.sees("Third hole this month")
    desk.get("mode-reply").click()
    desk.says("We will mend it")
    customer.sees("We will mend it")
    expect(customer.message("Third hole")).to_have_count(0)
    town.picture(desk, "note")


def test_lists_and_counts_follow_the_status(town):
    customer, desk, number = town.chat()
    expect(desk.list("mine").row(number)).to_be_visible(timeout=SLOW_MS)
    expect(desk.list("waiting").row(number)).to_have_count(0)
    desk.open(number, list="mine")
    desk.get("action-pending").click()
    customer.sees_line("ticket_pending")
    expect(desk.list("pending").row(number)).to_be_visible(timeout=SLOW_MS)
    customer.says("Here is what you asked for")
    expect(desk.row(number)).to_have_count(0, timeout=SLOW_MS)
    desk.open(number, list="mine")
    desk.get("action-resolve").click()
    expect(desk.list("resolved").row(number)).to_be_visible(timeout=SLOW_MS)


def test_priority(town):
    customer, desk, number = town.chat()
    desk.get("priority").select_option("urgent")
    expect(desk.list("all").row(number)).to_have_attribute("data-priority", "urgent", timeout=SLOW_MS)


def test_search(town):
    customer, desk, number = town.chat("A question about zippers")
    other = town.customer()
    other.says("Something else")
    desk.page.keyboard.press("Escape")
    desk.get("search").fill("zippers")
    expect(desk.get("ticket-row")).to_have_count(1, timeout=SLOW_MS)
    expect(desk.row(number)).to_be_visible()
    town.picture(desk, "search")


def test_the_customer_is_seen_to_be_there(town):
    customer, desk, number = town.chat()
    expect(desk.get("customer-online")).to_be_visible(timeout=SLOW_MS)


def test_the_keyboard_is_enough(town):
    customer = town.customer()
    customer.says("By keys alone")
    number = customer.number
    desk = town.desk().list("waiting")
    expect(desk.row(number)).to_be_visible(timeout=SLOW_MS)
    keys = desk.page.keyboard
    keys.press("j")
    keys.press("p")
    desk.may_write()
    expect(desk.input).to_be_focused()
    keys.press("Escape")
    keys.press("r")
    expect(desk.input).to_be_focused()
    keys.type("Typed and sent")
    keys.press("Enter")
    customer.sees("Typed and sent")
    keys.press("Escape")
    keys.press("?")
    expect(desk.get("shortcuts")).to_be_visible()
    town.picture(desk, "shortcuts")
    keys.press("Escape")
    keys.press("Control+k")
    expect(desk.get("palette")).to_be_visible()
    keys.press("Escape")
    keys.press("e")
    customer.sees_line("ticket_resolved")


def test_a_key_right_after_the_palette_is_not_lost(town):
    """The palette keeps the focus for a moment after it closed: who types fast means the desk."""
    desk = town.desk()
    desk.switch.blur()
    desk.page.keyboard.press("Control+k")
    expect(desk.get("palette")).to_be_visible()
    desk.page.evaluate("""() => {
      document.querySelector('dialog[open]').close();
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }));
    }""")
    expect(desk.get("shortcuts")).to_be_visible(timeout=SLOW_MS)


def test_text_is_text(town):
    hostile = '<img src=x onerror="document.title=1"> [x](javascript:alert(1)) javascript:alert(1)'
    customer = town.customer()
    customer.say(hostile)
    number = customer.number
    desk = town.desk().pick(number)
    desk.sees("<img src=x")
    customer.sees("<img src=x")
    for chat in (customer, desk):
        assert chat.root.locator('a[href^="javascript:"]').count() == 0
        assert chat.root.locator("img[src=x]").count() == 0
    desk.says("Look at https://shop.example/a?b=c&d and mailto:help@shop.example")
    link = customer.root.locator('a[href="https://shop.example/a?b=c&d"]')
    expect(link).to_have_attribute("rel", "noopener nofollow")


def test_a_long_conversation_and_long_words(town):
    customer, desk, number = town.chat()
    customer.says("w" * 3000)
    desk.says("two\nlines and مرحبا بالعالم")
    customer.sees("two")
    overflow = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not desk.page.evaluate(overflow)
    town.picture(customer, "long-words")
    town.picture(desk, "desk-long-words")


def test_closed_tickets_have_a_list(town):
    customer, desk, number = town.chat("It is over")
    customer.says("Please close it")
    desk.get("action-resolve").click()
    customer.get("close-ticket").click()
    customer.sees_line("ticket_closed")
    expect(desk.list("closed").row(number)).to_be_visible(timeout=SLOW_MS)
    expect(desk.list("all").row(number)).to_have_count(0)
    desk.open(number, list="closed")
    desk.sees("It is over")
    for name in ("resolve", "pending", "open", "reopen", "transfer", "release", "close"):
        expect(desk.get(f"action-{name}")).to_be_hidden()


def test_a_search_shows_where_the_words_stand(town):
    customer = town.customer()
    customer.says("My tent came without the pegs that were promised in your catalogue")
    number = customer.number
    customer.says("Thank you")
    desk = town.desk().list("all")
    expect(desk.row(number)).to_contain_text("Thank you", timeout=SLOW_MS)
    desk.get("search").fill("pegs")
    expect(desk.row(number).locator("mark")).to_have_text("pegs", timeout=SLOW_MS)
    expect(desk.row(number)).not_to_contain_text("Thank you")
    town.picture(desk, "snippet")
    desk.get("search").fill("Visitor")
    expect(desk.row(number)).to_contain_text("Customer", timeout=SLOW_MS)
