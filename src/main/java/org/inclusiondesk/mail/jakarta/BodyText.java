package org.inclusiondesk.mail.jakarta;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.inclusiondesk.mail.Headers;
import org.inclusiondesk.mail.Visible;
import org.jspecify.annotations.Nullable;

/**
 * What a person would read in a mail's body, and what parts the mail has.
 *
 * @param text blank where there is none
 * @param fresh the text without what the mail program itself marks as signature or history, and
 *     without files that lie in it
 * @param types the content types of all parts in lower case, the mail's own first; the usual one of
 *     their kind for attachments that mail programs name in other ways
 * @param charset of the first text; null where none is declared
 * @param actions what the delivery statuses in it say to have become of the receivers (RFC 3464
 *     §2.3.3), in lower case, an empty word where one leaves that open; empty where there is none
 */
record BodyText(
    String text, String fresh, List<String> types, @Nullable String charset, Set<String> actions) {
  private static final int DEEPEST = 20;
  private static final int MOST_PARTS = 500;
  private static final int MOST_PART_BYTES = 2 * 1024 * 1024;
  private static final int LONGEST_HTML = 256 * 1024;

  BodyText {
    types = List.copyOf(types);
    actions = Set.copyOf(actions);
  }

  static BodyText of(Entity mail) {
    Walk walk = new Walk(mail.headers().has("In-Reply-To") || mail.headers().has("References"));
    Text text = walk.text(mail, 0, "text/plain");
    if (text.isBlank()) {
      text = walk.spare;
    }
    return new BodyText(text.all(), text.fresh(), walk.types, walk.charset, walk.actions);
  }

  /** The text of one part: all of it, and what of it is new; whether it was written as HTML. */
  private record Text(String all, String fresh, boolean html) {
    static final Text NONE = new Text("", "", false);

    static Text plain(String text) {
      return new Text(text, text, false);
    }

    boolean isBlank() {
      return !Visible.in(all);
    }

    Text stripped() {
      return new Text(all.strip(), fresh.strip(), html);
    }

    /** Whether it says the same as another, in whatever form. */
    boolean repeats(Text other) {
      return letters(all).equals(letters(other.all));
    }

    private static String letters(String text) {
      StringBuilder letters = new StringBuilder();
      text.codePoints().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
      return letters.toString();
    }

    @Override
    public String toString() {
      return "Text[" + all.length() + "]";
    }
  }

  /** One walk through the parts of one mail. */
  private static final class Walk {
    private static final Pattern ENRICHMENT = Pattern.compile("(?<!<)<(?!<)[^<>]{0,60}>");

    /** Whether the mail answers another, so that its HTML may be long by what it quotes. */
    private final boolean answers;

    private final List<String> types = new ArrayList<>();
    private final Set<String> actions = new HashSet<>();
    private Text spare = Text.NONE;
    private @Nullable String charset;
    private int parts;

    Walk(boolean answers) {
      this.answers = answers;
    }

    Text text(Entity part, int depth, String usual) {
      Headers headers = part.headers();
      ContentType type = ContentType.of(headers.first("Content-Type").orElse(null), usual);
      ContentType disposition =
          ContentType.of(headers.first("Content-Disposition").orElse(null), "inline");
      types.add(kind(type, disposition));
      if (depth > DEEPEST) {
        return Text.NONE;
      }
      if (ReportReader.isStatus(type.value())) {
        actions.addAll(ReportReader.actions(part));
      }
      if (type.is("multipart")) {
        return multipart(type, part, depth);
      }
      if (depth == 0) {
        return leaf(type, part);
      }
      boolean named = disposition.parameter("filename") != null || type.parameter("name") != null;
      if (disposition.value().equals("attachment")) {
        return Text.NONE;
      }
      Text text = leaf(type, part);
      if (!named && !isEnriched(type)) {
        return text;
      }
      spare = spare.isBlank() ? text : spare;
      return Text.NONE;
    }

    /** The type, told from the file's name where that says more. */
    private static String kind(ContentType type, ContentType disposition) {
      String file =
          Optional.ofNullable(disposition.parameter("filename"))
              .or(() -> Optional.ofNullable(type.parameter("name")))
              .orElse("")
              .toLowerCase(Locale.ROOT);
      if (file.equals("winmail.dat")) {
        return "application/ms-tnef";
      }
      if (file.endsWith(".p7m") || type.value().equals("application/x-pkcs7-mime")) {
        return "application/pkcs7-mime";
      }
      boolean asked = type.parameter("method") != null;
      return type.value().equals("text/calendar")
              && disposition.value().equals("attachment")
              && !asked
          ? "application/ics"
          : type.value();
    }

    private Text leaf(ContentType type, Entity part) {
      String kind = type.value();
      boolean html = kind.equals("text/html") || kind.equals("application/xhtml+xml");
      boolean plain = kind.equals("text/plain") || kind.equals("text") || !kind.contains("/");
      boolean enriched = isEnriched(type);
      if (!html && !plain && !enriched) {
        return Text.NONE;
      }
      Transfer transfer = Transfer.of(part.headers());
      boolean raw = transfer == Transfer.RAW || transfer == Transfer.UUENCODE;
      String declared = type.parameter("charset");
      charset = charset == null ? declared : charset;
      byte[] bytes = transfer.decode(part.body(), MOST_PART_BYTES);
      boolean unknown = Decoding.charset(declared).isEmpty();
      String text =
          LineEnds.single(
              Decoding.text(bytes, html && unknown ? HtmlText.charset(bytes) : declared, raw));
      if (html) {
        HtmlText read =
            HtmlText.of(text.length() > LONGEST_HTML ? text.substring(0, LONGEST_HTML) : text);
        return new Text(read.text(), read.fresh(), true);
      }
      if (enriched) {
        return Text.plain(ENRICHMENT.matcher(text).replaceAll("").replace("<<", "<"));
      }
      String all = flowed(type) ? unwrapped(text, type) : text;
      return new Text(all, Uuencoded.without(all), false);
    }

    /** Text of RFC 1896, which hardly a program writes or shows: read where there is no other. */
    private static boolean isEnriched(ContentType type) {
      return type.value().equals("text/enriched") || type.value().equals("text/richtext");
    }

    private static boolean flowed(ContentType type) {
      return "flowed".equalsIgnoreCase(type.parameter("format"));
    }

    private static String unwrapped(String text, ContentType type) {
      return Flowed.joined(text, "yes".equalsIgnoreCase(type.parameter("delsp")));
    }

    private Text multipart(ContentType type, Entity whole, int depth) {
      Slice body = body(whole);
      List<Slice> slices = Multipart.parts(body, type.parameter("boundary"), MOST_PARTS - parts);
      if (slices.isEmpty()) {
        Text text = leaf(new ContentType("text/plain", type.parameters()), whole);
        String end = "--" + type.parameter("boundary") + "--";
        return text.all().strip().startsWith(end) ? Text.NONE : text;
      }
      parts += slices.size();
      String usual = type.value().equals("multipart/digest") ? "message/rfc822" : "text/plain";
      List<Text> texts = new ArrayList<>();
      for (Slice slice : slices) {
        Text text = text(Entity.read(slice), depth + 1, usual);
        if (!text.isBlank()) {
          texts.add(text.stripped());
        }
      }
      Text unparted = depth == 0 ? Text.NONE : unparted(whole, body, slices.get(0));
      if (!unparted.isBlank() && texts.stream().allMatch(t -> t.html() != unparted.html())) {
        texts.add(0, unparted.stripped());
      }
      if (texts.isEmpty()) {
        return Text.NONE;
      }
      return switch (type.value()) {
        case "multipart/alternative" -> best(texts);
        case "multipart/report", "multipart/related", "multipart/signed" -> texts.get(0);
        default -> joined(texts);
      };
    }

    /**
     * What stands above the first part that a boundary begins: a part that nothing parts from the
     * whole, so that its fields stand among those, or else words to mail programs of old. Not of a
     * mail: servers add a second Content-Type to that, and no part begins there.
     */
    private Text unparted(Entity whole, Slice body, Slice firstParted) {
      List<String> declared = whole.headers().all("Content-Type");
      ContentType type =
          ContentType.of(declared.size() == 2 ? declared.get(1) : null, "multipart/none");
      if (type.is("multipart")) {
        return Text.NONE;
      }
      int end = firstParted.from() - 1;
      while (end > body.from() && body.at(end - 1) != '\n') {
        end--;
      }
      return leaf(type, new Entity(whole.headers(), body.part(body.from(), end), whole.sound()));
    }

    private static Slice body(Entity whole) {
      Transfer transfer = Transfer.of(whole.headers());
      return transfer == Transfer.RAW
          ? whole.body()
          : Slice.of(transfer.decode(whole.body(), Integer.MAX_VALUE - 8));
    }

    /**
     * Of alternatives the first plain one, unless it only points to the HTML beside it, as no
     * answer does; or else the last, which the sender thinks the best.
     */
    private Text best(List<Text> texts) {
      Text last = texts.get(texts.size() - 1);
      return texts.stream()
          .filter(text -> !text.html())
          .findFirst()
          .filter(plain -> answers || !last.html() || !Stub.is(plain.all(), last.all()))
          .orElse(last);
    }

    private static Text joined(List<Text> texts) {
      StringBuilder all = new StringBuilder();
      StringBuilder fresh = new StringBuilder();
      boolean html = true;
      Text last = Text.NONE;
      for (Text text : texts) {
        if (!last.isBlank() && text.html() != last.html() && text.repeats(last)) {
          continue;
        }
        all.append(all.isEmpty() ? "" : "\n\n").append(text.all());
        fresh.append(fresh.isEmpty() ? "" : "\n\n").append(text.fresh());
        html &= text.html();
        last = text;
      }
      return new Text(all.toString(), fresh.toString(), html);
    }
  }

  @Override
  public String toString() {
    return "BodyText[" + types.size() + "]";
  }
}
