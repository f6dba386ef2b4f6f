package org.inclusiondesk.mail.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.mail.jakarta.RawMail.parse;

import java.time.Duration;
import org.inclusiondesk.mail.ReplyText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody wrote anew, in the layouts that mail programs make of it. */
class HtmlReplyTest {

  private static String reply(String type, String body) {
    return parse("From: Sam Staff <s.staff@icb.example>\nContent-Type: " + type + "\n\n" + body)
        .reply();
  }

  private static String plain(String body) {
    return reply("text/plain; charset=utf-8", body);
  }

  private static String html(String body) {
    return reply("text/html; charset=utf-8", body);
  }

  // --- the writer's name, and the last point of a list

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Please put me down for this one:\n\n- Carers",
        "I am in two of them so far\n\n- Carers",
        "These days suit me:\n\n- Monday\n\n- Tuesday",
        "We need a chair:\n\n- Sam Staff",
        "- Yes please",
        "– No thank you",
        "- Sam",
      })
  void keepsTheLastPointOfAList(String body) {
    assertThat(plain(body)).isEqualTo(body);
    assertThat(plain(body + "\n\nSent from my iPhone")).isEqualTo(body);
    assertThat(plain(body + "\n\n> Which of them?\n> old")).isEqualTo(body);
  }

  @Test
  void keepsTheLastPointOfAListInHtml() {
    assertThat(html("<p>I need</p><ul><li>Large print</li></ul>"))
        .isEqualTo("I need\n\n- Large print");
    assertThat(html("<div>Put me down for this<div><br></div><div>- Carers</div></div>"))
        .isEqualTo("Put me down for this\n\n- Carers");
  }

  @Test
  void keepsAShortAnswerBelowAQuotation() {
    assertThat(plain("> Which day?\n\n- Monday\n\n> Which room?\n\n- Room Two"))
        .isEqualTo("- Monday\n\n- Room Two");
    assertThat(plain("Hello,\n\n> Who will chair it?\n\n- Sam")).isEqualTo("Hello,\n\n- Sam");
  }

  @ParameterizedTest
  @ValueSource(strings = {"- Sam", "— Sam Staff", "--Samantha", "- Staff", "–Sam S."})
  void passesOverTheWritersNameBehindAHyphen(String name) {
    assertThat(plain("Please take me off.\n\n" + name)).isEqualTo("Please take me off.");
    assertThat(plain("I need\n\n- a lift\n- a desk\n\n" + name + "\n\n"))
        .isEqualTo("I need\n\n- a lift\n- a desk");
    assertThat(plain("Thanks\n\n" + name + "\n\n> old\n> older")).isEqualTo("Thanks");
  }

  @Test
  void passesOverAnyNameBehindAHyphenWhereNobodyKnowsTheWriter() {
    assertThat(ReplyText.of("Please take me off.\n\n- Robin")).isEqualTo("Please take me off.");
    assertThat(ReplyText.of("I can do\n\n- Monday\n\n- Tuesday"))
        .isEqualTo("I can do\n\n- Monday\n\n- Tuesday");
  }

  // --- what a mail program marks as old

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p id=reply-intro>On 2026-11-03 09:14, Desk wrote:</p><blockquote type=cite>old</blockquote>",
        "<div class='x yahoo_quoted'>On Friday, Desk said<div>old</div></div>",
        "<div class=protonmail_quote>Desk said<blockquote class=protonmail_quote>old</blockquote></div>",
        "<div>3 Nov 2026, 09:14 by desk@icb.example:</div><blockquote class=tutanota_quote>old"
            + "</blockquote>",
        "<div name=quote class=gmx_quote><b>Von:</b> Desk<div>old</div></div>",
        "<div class=zmail_extra>---- Desk wrote ----<div>old</div></div>",
        "<div id=mail-editor-reference-message-container><div>old</div></div>",
        "<span id=OLK_SRC_BODY_SECTION><div>From: Desk</div>old</span>",
        "<div class=moz-forward-container>x<table class=moz-email-headers-table><tr><td>Subject:"
            + "</table>old</div>",
        "<div name=messageReplySection>Desk wrote<div>old</div></div>",
        "<hr id=zwchr data-marker=__DIVIDER__><div data-marker=__HEADERS__>From: Desk</div><div"
            + " data-marker=__QUOTED_TEXT__>old</div>",
        "<blockquote type=cite>old<div id=appendonsend></div>older</blockquote>",
      })
  void keepsAnAnswerBelowTheHistory(String history) {
    String banner = "<div>CAUTION: This email came from outside of the organisation.</div>";

    assertThat(html(history + "<p>Yes, add me.</p>")).isEqualTo("Yes, add me.");
    assertThat(html("<p>Hi,</p>" + history + "<p>Yes, add me.</p>"))
        .isEqualTo("Hi,\n\nYes, add me.");
    assertThat(html(banner + history + "<p>Yes, add me.</p>")).isEqualTo("Yes, add me.");
    assertThat(html("<p>Yes, add me.</p>" + history)).isEqualTo("Yes, add me.");
  }

  @Test
  void passesOverAllBehindAMarkThatHoldsNothing() {
    assertThat(html("<p>Yes.</p><div id=appendonsend></div><hr><div>Desk</div><p>old</p>"))
        .isEqualTo("Yes.");
    assertThat(html("<p>Yes.</p><hr id=zwchr><div>Desk</div><p>old</p>")).isEqualTo("Yes.");
  }

  @Test
  void readsWhatTheMarksHoldWhereThereIsNothingElse() {
    String banner = "<div>CAUTION: This email came from outside of the organisation.</div>";

    assertThat(html(banner + "<div class=gmail_signature>Please add me.</div>"))
        .isEqualTo("Please add me.");
    assertThat(
            html(
                "<div>Sent from my iPhone</div><div class=yahoo_quoted>On Friday 3 November"
                    + " 2026 at 10:00, Desk &lt;desk@icb.example&gt; wrote:<div>old</div></div>"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div name=messageSignatureSection>Sam Staff</div>",
        "<div class='x protonmail_signature_block-user'>Sam Staff</div>",
        "<div data-marker=__SIG_PRE__><div>Sam Staff</div><div>Kent</div></div>",
        "<div id=yiv123ymail_android_signature><a id=yiv123ymail_android_signature_link>Yahoo Mail:"
            + " Search it all</a></div>",
      })
  void passesOverSignaturesThatMailProgramsMark(String signature) {
    assertThat(html("<p>Yes, add me.</p>" + signature)).isEqualTo("Yes, add me.");
  }

  @Test
  void keepsWhatIsWrittenIntoTheMarkOfADevice() {
    assertThat(
            html(
                "<div id=ymail_android_signature><p>Add me.</p><a"
                    + " id=ymail_android_signature_link>Sent from X</a></div>"))
        .isEqualTo("Add me.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"3 Nov 2026, 09:14 by", "3. Nov. 2026, 09:14 von", "3 nov. 2026 à 09:14 de"})
  void passesOverAnIntroductionWithAnAddressWithoutAngles(String introduction) {
    String old = introduction + " desk@icb.example:";

    assertThat(plain("Yes.\n\n" + old + "\n\n> old")).isEqualTo("Yes.");
    assertThat(
            html("Yes.<div>" + old + "<br></div><blockquote class=tutanota_quote>old</blockquote>"))
        .isEqualTo("Yes.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Please write on 3 Nov 2026, 09:14 to sam@icb.example:",
        "2 colleagues of 2026 are at sam@icb.example:",
        "3 Nov 2026, 09:14 suits sam@icb.example",
      })
  void keepsASentenceWithAnAddressAboveAQuotation(String sentence) {
    assertThat(plain(sentence + "\n\n> old")).isEqualTo(sentence);
  }

  private static String section(String rows) {
    return "<p>Yes, add me.</p><div class=domino-section><div class=domino-section-head><span>Title"
        + "</span></div><div class=domino-section-body><br><table>"
        + rows
        + "</table><hr><pre>words\n</pre></div></div>";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<tr><td>Von:<td>\"Desk\" &lt;desk@icb.example&gt;<tr><td>An<td>sam@icb.example<tr><td>Datum:"
            + "<td>Di., 03.11.2026 14:30<tr><td>Betreff<td>x",
        "<tr><td>From:</td><td><b>desk@icb.example</b></td></tr><tr><td>Date</td><td>3 Nov 14.30"
            + "</td></tr>",
      })
  void passesOverASectionOfNotesWithTheMailAnswered(String rows) {
    assertThat(html(section(rows))).isEqualTo("Yes, add me.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<tr><td>Where<td>Room 2<tr><td>When<td>14:30",
        "<tr><td>Ask<td>desk@icb.example<tr><td>When<td>14:30",
        "<tr><td>From<td>14:30<tr><td>To<td>15:30",
        "<tr><td>From<td>ward 4<tr><td>Ask<td>desk@icb.example",
      })
  void keepsASectionOfNotesThatSomebodyFolded(String rows) {
    assertThat(html(section(rows))).startsWith("Yes, add me.\n\nTitle\n").endsWith("words");
  }

  // --- what a paragraph looks like

  @ParameterizedTest
  @ValueSource(
      strings = {
        "style='margin:0 0 0 40px;border:none;padding:0px'",
        "style='border: medium; margin: 0px 0px 0px 40px; padding: 0px;'",
        "style='margin-left: 40px; border: 0px'",
        "class=webkit-indent-blockquote style='margin: 0 0 0 40px; border: none'",
      })
  void keepsAnIndentedParagraph(String indented) {
    assertThat(html("I need<blockquote " + indented + ">a ramp</blockquote>thanks"))
        .isEqualTo("I need\na ramp\n\nthanks");
    assertThat(html("<blockquote " + indented + ">a ramp</blockquote>")).isEqualTo("a ramp");
    assertThat(
            html(
                "Yes.<blockquote type=cite>old<blockquote "
                    + indented
                    + ">old ramp</blockquote></blockquote>"))
        .isEqualTo("Yes.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "type=cite style='margin:0 0 0 40px;border:none'",
        "cite='mid:1@icb.example' style='margin:0 0 0 40px;border:none'",
        "class=gmail_quote style='margin:0 0 0 40px;border:none'",
        "class=zmail_extra style='margin:0 0 0 40px;border:none'",
        "style='margin:0 0 0 .8ex;border-left:1px solid;padding-left:1ex'",
        "style='border:none;border-left:solid blue 1.5pt;margin-left:5pt'",
        "style='border:0.75pt solid;margin-left:5pt'",
        "style='margin:0 0 20px 0'",
      })
  void passesOverAQuotedParagraph(String quoted) {
    assertThat(html("Yes.<blockquote " + quoted + ">old</blockquote>")).isEqualTo("Yes.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<blockquote %s>From: Kim<br>old</blockquote>",
        "<blockquote %s><b>Von:</b> Kim<br>old</blockquote>",
        "<blockquote %s><div>On 3 Nov 2026 at 10:00, Kim wrote:</div>old</blockquote>",
        "On 3 Nov 2026 at 10:00, Kim &lt;kim@icb.example&gt; wrote:<br><blockquote %s>old</blockquote>",
        "<div>Kim wrote:</div><br><blockquote %s>old</blockquote>",
      })
  void passesOverAnIndentedParagraphThatIsHistory(String history) {
    String indented = "style='border:none;margin:0 0 0 40px'";

    assertThat(html("<p>No.</p>" + history.replace("%s", indented))).isEqualTo("No.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a ramp: soon", "From: 3 Nov", "one: I wrote to you: two: three: four"})
  void keepsAnIndentedParagraphWithColons(String words) {
    assertThat(
            html(
                "These:<blockquote style='border:none;margin:0 0 0 40px'>"
                    + words
                    + "</blockquote>"))
        .isEqualTo("These:\n" + words);
  }

  @Test
  void passesOverAQuotationInAList() {
    String quotation = "<blockquote type=cite>Take me off all of them</blockquote>";

    assertThat(html("<ol><li>" + quotation + "</ol><p>No, keep me</p>"))
        .isEqualTo("1.\n\nNo, keep me");
    assertThat(html("<ul><li>" + quotation + "No, keep me</ul>")).isEqualTo("-\n\nNo, keep me");
    assertThat(
            html("<ul><li><blockquote style='border:0;margin-left:40px'>a ramp</blockquote></ul>"))
        .isEqualTo("- a ramp");
  }

  @Test
  void keepsWhatSomebodySeesInWhatNobodySees() {
    assertThat(
            html("<div style='visibility:hidden'><p style='visibility:visible'>Add me.</p></div>x"))
        .isEqualTo("Add me.\n\nx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<pre>%s</pre>",
        "<pre><code>%s</code></pre>",
        "<pre>\n<font face=x><b>%s</b></font></pre>",
        "<textarea>%s</textarea>",
        "<div style='white-space: pre-wrap'><span>%s</span></div>",
        "<div style='color:red; WHITE-SPACE:pre-line'>%s</div>",
      })
  void keepsTheLinesOfPreformattedText(String around) {
    String body = "One\ntwo &lt;x&gt;\n\n&gt; old\n&gt; older\nthree\n-- \nSam Staff";

    assertThat(html(around.replace("%s", body))).isEqualTo("One\ntwo <x>\n\nthree");
  }

  @Test
  void keepsALineOfPreformattedTextWhole() {
    assertThat(html("<pre>see <a href=x>the\npage</a> and <b>come</b> in</pre>end"))
        .isEqualTo("see the\npage and come in\n\nend");
    assertThat(html("<pre><span style='white-space:normal'>one\nline</span></pre>"))
        .isEqualTo("one line");
    assertThat(html("<div style='line-break:after-white-space'>one\nline</div>"))
        .isEqualTo("one line");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hidden",
        "style='display:none'",
        "style='max-height:0;DISPLAY: none !important;'",
        "style='display:block;display:none'",
      })
  void passesOverWhatNobodySees(String hidden) {
    assertThat(html("<div " + hidden + ">Read on</div><p>Add <i " + hidden + ">no</i>me.</p>"))
        .isEqualTo("Add me.");
    assertThat(html("<div " + hidden + "><p>Add me.</p></div>")).isEqualTo("Add me.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "style='display:block'",
        "style='mso-hide:all'",
        "class=hidden",
        "style='visibility:hidden'",
        "style='display:none;display:block'"
      })
  void keepsWhatSomebodySees(String seen) {
    assertThat(html("<div " + seen + ">Hello</div><p>Add me.</p>")).isEqualTo("Hello\nAdd me.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "<ul><li><p>one</p></li> <li> <div>two</div></li></ul> ~ - one||- two",
        "<ul><li><ul><li>one</ul><li>two</ul> ~ - one||- two",
        "<ul><li></li><li>two</ul> ~ -|- two",
        "<ul><li>one<br>more<li>two</ul> ~ - one|more|- two",
        "<ol><li>one<li><p>two</p><ul><li>x</ul><li>three</ol> ~ 1. one|2. two||- x||3. three",
        "<ol start=3><li>one<li>two</ol> ~ 3. one|4. two",
        "<ol start=x><li>one</ol> ~ 1. one",
        "<ol type=a><li>one<li>two</ol> ~ - one|- two",
        "<li>one ~ - one",
      })
  void showsListsAsPeopleWriteThem(String list, String text) {
    assertThat(html(list)).isEqualTo(text.replace('|', '\n'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div style='white-space:pre;display:none'>",
        "<div style='display:block;white-space:",
        "<blockquote style='border:0;margin:0'>",
        "<blockquote style='border:0;margin:0'>on 3 May 2026 a@b.c: d: ",
        "<ol><li>",
        "<ul><li></li>",
        "<li><p>",
        "<pre>\n<b>",
        "<div class=domino-section>",
        "<div class=domino-section>from:<br>a@b ",
        "<div class='a b c d e f g' id=x_signature>x",
        "<div class=yahoo_quoted>x</div>",
      })
  void takesItsTimeWithHostileMarks(String piece) {
    String hostile = "<p>Hello</p>" + piece.repeat(100_000 / piece.length());

    assertThat(CpuTime.of(() -> html(hostile))).isLessThan(Duration.ofSeconds(5));
    assertThat(CpuTime.of(() -> html("<b style='" + "border:0;".repeat(25_000) + "'>x")))
        .isLessThan(Duration.ofSeconds(5));
  }
}
