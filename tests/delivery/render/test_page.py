"""The page in a real browser: what a reviewer sees, searches, opens and follows."""

from itertools import pairwise

import pytest

from delivery.render.html import html
from delivery.review.model import Level
from tests.delivery.render.reviews import DATABASE, HARM, ORDINARY, PICTURE, WEB, hostile, large

pytest_plugins = ["tests.browser"]

ROWS = ".rows > .row"
SHOWN = f"{ROWS}:not(.out)"
# For every text that is seen: what its colour is against what lies behind it, the lowest contrast first.
CONTRASTS = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (color) => rgba(color).slice(0, 3)
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => {
    const box = element.closest(".box");
    if (box) return getComputedStyle(box.querySelector("rect")).fill;
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (rgba(color)[3] === 255) return color;
      if (rgba(color)[3]) throw new Error(`half transparent: ${at.className}`);
    }
    return "white";
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || !element.checkVisibility() || element.closest("title, .unseen"))
      continue;
    const style = getComputedStyle(element);
    const [one, other] = [light(element.closest("svg") ? style.fill : style.color), light(behind(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    found.push([ratio, texts.currentNode.textContent.trim().slice(0, 40), element.getAttribute("class")]);
  }
  return found.sort((one, other) => one[0] - other[0]);
}"""


def row(page, name):
    return page.locator(".row").filter(has=page.locator(f'> details > summary .id:text-is("{name}")')).first


def is_open(found):
    return found.locator("> details").evaluate("part => part.open")


def focused(page):
    """The id that is written in the row that has the focus."""
    return page.evaluate("document.activeElement.querySelector(':scope > .id')?.textContent ?? ''")


@pytest.fixture
def page(show):
    return show(html(ORDINARY)).page


def test_the_header_says_what_it_is_and_where_it_comes_from(page):
    assert page.locator("h1").inner_text() == ORDINARY.title
    assert page.locator("header .origin").inner_text() == "1 of 2 stacks predicted offline"
    assert page.locator("section .origin").all_inner_texts() == ["predicted offline", "from CloudFormation"]


def test_the_levels_are_counted_worst_first_in_words(page):
    tiles = [text.split("\n") for text in page.locator("button.tile").all_inner_texts()]
    assert [" ".join(tile).split(" ", 1)[1].strip() for tile in tiles] == [
        f"{ORDINARY.counts.get(level, 0)} {level.value}" for level in Level
    ]


def test_rows_stand_worst_first_with_symbol_action_and_level(page):
    first = page.locator(f"#s1 {ROWS} > details > summary").first.text_content().split()
    assert first[:3] == ["+", "Certificate", "AWS::CertificateManager::Certificate"]
    assert first[-2:] == ["✕", "blocked"]
    levels = page.locator(f"#s1 {ROWS}").evaluate_all("rows => rows.map(row => +row.dataset.level)")
    assert levels == sorted(levels)


def test_choosing_a_level_shows_only_its_rows_and_choosing_again_all(page):
    tile = page.locator("button.tile.level-2")
    tile.click()
    assert tile.get_attribute("aria-pressed") == "true"
    assert page.locator(f"{SHOWN} > details > summary .id").all_text_contents() == [
        "Network/Vpc",
        "DatabaseSubnets",
        "Budget",
    ]
    assert page.locator("#shown").inner_text() == "3 of 13 shown"
    tile.click()
    assert page.locator("#shown").inner_text() == "13 of 13 shown"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("database", ["Database", "DatabaseSubnets"]),
        ("aws::s3", ["OldUploads"]),
        ("rolling", ["WebService"]),
        ("policydocument", ["WebTaskRole"]),
        ("10.4.0.0/16 cidrblock", ["Network/Vpc"]),
        ("LOG_LEVEL", ["WebService"]),
        ("no such thing", []),
    ],
)
def test_the_search_looks_into_ids_types_summaries_paths_and_values(page, words, found):
    page.locator("#search").fill(words)
    assert page.locator(f"{SHOWN} > details > summary .id").all_text_contents() == found
    assert page.locator("#shown").inner_text() == f"{len(found)} of 13 shown"
    assert page.locator(".nothing:visible").count() == 2 - bool(found)


def test_an_opened_row_tells_why_and_what_differs(page):
    opened = row(page, "Database")
    opened.locator("summary").first.click()
    assert opened.locator(".reasons li").count() == len(DATABASE.reasons)
    texts = opened.locator(".differences > li").all_text_contents()
    expected = [
        ("DBSubnetGroupName", "forces replacement", "known after deploy", "shop-prod-subnets"),
        ("AllocatedStorage", "20", "40", "edited"),
        ("MasterUserPassword", "masked", "****"),
        ("Engine/Options", "may force replacement", "may turn out the same"),
    ]
    for text, words in zip(texts, expected, strict=True):
        assert all(word in text for word in words), text
    assert "{{changeSet" not in page.content()


def test_statements_are_gained_and_lost_and_the_dangerous_comes_first(page):
    role = row(page, "WebTaskRole")
    role.locator("summary").first.click()
    texts = [" ".join(text.split()) for text in role.locator(".statements li").all_text_contents()]
    assert texts[0] == "+gained: may s3:* on * look twice"
    assert texts[2].startswith("-lost: may s3:GetObject")
    assert role.locator("mark").count() > 0


def test_a_value_that_is_not_there_and_one_that_drifted_say_so(page):
    page.locator("#expand").click()
    task = row(page, "WebTask").locator(".differences > li").nth(1)
    assert "not there" in task.locator(".before").text_content()
    drifted = row(page, "WebScaling").locator(".sides > div").all_text_contents()
    assert [" ".join(text.split()) for text in drifted] == ["deployed last6", "is there12", "after6"]


def test_what_goes_is_not_said_to_be_absent_afterwards_at_each_value(page):
    bucket = row(page, "OldUploads")
    assert bucket.locator("h4").text_content() == "What goes 2"
    assert bucket.locator(".sides dd").all_text_contents() == ["shop-prod-uploads", "shop"]


def test_a_cause_leads_to_its_row_even_when_that_is_filtered_away(page):
    page.locator("button.tile.level-1").click()
    row(page, "Database").locator("summary").first.click()
    assert not row(page, "Network/Vpc").is_visible()
    row(page, "Database").locator(".causes a").nth(1).click()
    assert is_open(row(page, "Network/Vpc"))
    assert focused(page) == "Network/Vpc"
    assert row(page, "Database").locator(".causes a").count() == 2


def test_an_address_with_a_row_opens_it_with_all_that_it_is_folded_into(show):
    opened = show(html(ORDINARY))
    address = row(opened.page, "WebTask").get_attribute("id")
    opened.page.goto(f"{opened.page.url}#{address}")
    assert is_open(row(opened.page, "WebService"))
    assert is_open(row(opened.page, "WebTask"))


def test_all_rows_open_and_close_at_once(page):
    page.locator("#expand").click()
    assert page.locator(f"{ROWS} > details:not([open])").count() == 0
    page.locator("#collapse").click()
    assert page.locator(f"{ROWS} > details[open]").count() == 0


def test_the_next_destructive_change_is_one_click_away_and_they_come_around_again(page):
    seen = []
    for _ in range(7):
        page.locator("#destructive").click()
        seen.append(focused(page))
    assert seen == ["Database", "OldUploads", "Network/Vpc", "DatabaseSubnets", "Listener", "Budget", "Database"]


def test_what_stands_around_the_resources_and_what_is_unchanged_is_told(page):
    assert page.locator("#s1 .around h3").all_inner_texts() == ["parameters", "outputs"]
    page.locator("#s1 .also a").first.click()
    assert "1.5.0" in page.locator("#s1 .around").first.inner_text()
    assert "shop-prod-registry" in page.locator("main").inner_text()
    assert "The same holds for shop-stage-web." in page.locator("#s1").inner_text()


def test_a_box_of_the_picture_leads_to_its_row_by_click_and_by_enter(page):
    boxes = page.locator("#s1 .canvas:visible a.box")
    assert boxes.count() == sum(bool(node.row) for node in PICTURE.nodes)
    boxes.filter(has_text="Network/Vpc").locator("rect").click()
    assert focused(page) == "Network/Vpc"
    boxes.filter(has_text="OldUploads").focus()
    page.keyboard.press("Enter")
    assert focused(page) == "OldUploads"
    assert is_open(row(page, "OldUploads"))


def test_what_does_not_change_can_be_hidden_in_the_picture(page):
    page.locator("#s1 .only").click()
    assert page.locator("#s1 .canvas:visible .box").count() == sum(bool(node.row) for node in PICTURE.nodes)
    page.locator("#s1 .only").click()
    assert page.locator("#s1 .canvas:visible .box").count() == len(PICTURE.nodes)


def test_names_stay_inside_their_boxes(page):
    outside = page.locator("#s1 .canvas:visible .box").evaluate_all(
        """boxes => boxes.filter(box => {
             const [name, kind] = [".name", ".kind"].map(part => box.querySelector(part).getBBox());
             const symbol = box.querySelector(".symbol")?.getBBox().x ?? 186;
             return name.x + name.width > symbol || kind.x + kind.width > 186;
           }).map(box => box.textContent)"""
    )
    assert outside == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_a_contrast_of_at_least_four_and_a_half(show, scheme):
    page = show(html(ORDINARY), color_scheme=scheme).page
    page.locator("#expand").click()
    page.locator("button.tile.level-0").click()
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    page.keyboard.press("Escape")
    found = page.evaluate(CONTRASTS)
    assert len(found) > 150
    assert found[0][0] >= 4.5, found[:5]


def test_dark_and_light_follow_the_system_and_a_button(show):
    page = show(html(ORDINARY), color_scheme="dark").page
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(paper)
    assert page.locator("#theme").get_attribute("aria-pressed") == "true"
    page.locator("#theme").click()
    light = page.evaluate(paper)
    assert light != dark
    page.emulate_media(color_scheme="light")
    assert page.evaluate(paper) == light
    page.locator("#theme").click()
    assert page.evaluate(paper) == dark


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("review", [ORDINARY, hostile()], ids=["ordinary", "hostile"])
def test_the_page_never_scrolls_sideways(show, review, width):
    page = show(html(review), viewport={"width": width, "height": 800}).page
    page.locator("#expand").click()
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_print_shows_everything_and_no_controls(show):
    page = show(html(ORDINARY), color_scheme="dark").page
    page.locator("#search").fill("certificate")
    page.emulate_media(media="print")
    heights = page.locator(".row .opened").evaluate_all("parts => parts.map(part => part.offsetHeight)")
    assert len(heights) == 15
    assert sum(height == 0 for height in heights) == 0
    assert not page.locator("#tools").is_visible()
    assert (
        page.locator("button:visible, input:visible").evaluate_all(
            "parts => parts.filter(part => !part.matches('.tile')).length"
        )
        == 0
    )
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.does')).color") == "rgb(0, 0, 0)"


def test_without_javascript_everything_can_be_read(show):
    page = show(html(ORDINARY), java_script_enabled=False).page
    assert page.locator(ROWS).count() == 13
    assert page.locator("button:visible, input:visible").count() == 0
    assert page.locator(".tile").first.inner_text().split() == ["✕", "1", "blocked"]
    row(page, "Database").locator("summary").first.click()
    assert row(page, "Database").locator(".differences").is_visible()
    row(page, "Database").locator(".causes a").nth(1).click()
    assert page.url.endswith("#" + row(page, "Network/Vpc").get_attribute("id"))


def test_a_hostile_review_does_nothing_but_show_itself(show):
    opened = show(html(hostile()))
    page = opened.page
    page.locator("#expand").click()
    page.locator("#search").fill("<script>")
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.locator("script").count() == 1
    assert page.locator("img, svg svg, iframe").count() == 0
    text = page.locator("body").text_content()
    assert all(harm in text for harm in HARM if harm.isascii() and harm.isprintable())
    assert "user\\u202egpj.exe\\u2066" in text
    assert not {"\u202e", "\u2066", "\x00", "\x1b", "\u200b"} & set(text)


def test_the_policy_stops_what_might_get_past_it(show):
    opened = show(html(ORDINARY))
    violated = opened.page.evaluate(
        """() => new Promise(done => {
             const found = [];
             addEventListener("securitypolicyviolation", event => {
               found.push(event.effectiveDirective);
               if (found.length === 3) done(found.sort());
             });
             const script = document.createElement("script");
             script.textContent = "document.title = 'taken'";
             document.body.append(script);
             document.body.setAttribute("style", "color: red");
             fetch("http://127.0.0.1:9/").catch(() => 0);
           })"""
    )
    assert violated == ["connect-src", "script-src-elem", "style-src-attr"]
    assert opened.page.title() == ORDINARY.title
    assert len(opened.complaints) >= 3
    opened.complaints.clear()


def test_two_thousand_rows_are_filtered_with_no_more_writes_than_rows_that_change(show):
    text = html(large())
    assert len(text.encode()) < 4_000_000
    page = show(text).page
    page.evaluate(
        """() => {
             window.writes = 0;
             new MutationObserver(found => { window.writes += found.length; })
               .observe(document, {subtree: true, attributes: true, childList: true, characterData: true});
           }"""
    )
    for typed, changed in [
        ("resource", 0),
        ("resource0", 1_000),
        ("resource0000", 999),
        ("resource0000 ", 0),
        ("", 1_999),
    ]:
        page.evaluate("window.writes = 0")
        page.locator("#search").fill(typed)
        assert changed <= page.evaluate("Promise.resolve().then(() => window.writes)") <= changed + 6
    assert page.locator("#shown").inner_text() == "2000 of 2000 shown"


def test_two_thousand_rows_have_a_picture_of_what_changes_only(show):
    page = show(html(large())).page
    assert "too many for a picture" in page.locator(".picture").text_content()
    assert page.locator(".picture svg").first.locator(".box").count() == 150


def test_everything_that_acts_has_a_name_and_headings_leave_no_level_out(page):
    page.locator("#expand").click()
    levels = page.locator("h1, h2, h3, h4").evaluate_all("found => found.map(heading => +heading.tagName[1])")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.locator("header").count() == page.locator("main").count() == page.locator("nav").count() == 1
    nameless = page.locator("button, input, a, summary").evaluate_all(
        "found => found.filter(one => !(one.textContent.trim() || one.labels?.length)).length"
    )
    assert nameless == 0
    assert page.locator("#shown").get_attribute("aria-live") == "polite"


def test_links_to_stacks_lead_to_their_headings(page):
    page.locator("nav a").nth(1).click()
    assert page.evaluate("document.activeElement.id") == "s2"
    assert page.locator("nav a").count() == len(ORDINARY.stacks)
    assert page.locator("#s1 h2").inner_text() == WEB.name
