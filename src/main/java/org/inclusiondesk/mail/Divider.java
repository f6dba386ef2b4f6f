package org.inclusiondesk.mail;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines that mail programs draw between what is new and what is old. */
final class Divider {
  private static final Set<String> WORDS =
      Set.of(
          "original message",
          "original appointment",
          "forwarded message",
          "forwarded by",
          "reply message",
          "original message processed by david®",
          "begin forwarded message",
          "start of forwarded message",
          "forwarded mail",
          "original mail",
          "original email",
          "original-nachricht",
          "original nachricht",
          "antwort nachricht",
          "ursprüngliche nachricht",
          "originalnachricht",
          "weitergeleitete nachricht",
          "anfang der weitergeleiteten nachricht",
          "message d'origine",
          "message d’origine",
          "message original",
          "mail original",
          "mail transféré",
          "message transféré",
          "message transmis",
          "début du message transféré",
          "début du message réexpédié",
          "mensaje original",
          "mensaje reenviado",
          "inicio del mensaje reenviado",
          "messaggio originale",
          "messaggio inoltrato",
          "inizio messaggio inoltrato",
          "oorspronkelijk bericht",
          "origineel bericht",
          "doorgestuurd bericht",
          "begin doorgestuurd bericht",
          "mensagem original",
          "mensagem encaminhada",
          "início da mensagem reencaminhada",
          "ursprungligt meddelande",
          "originalmeddelande",
          "vidarebefordrat meddelande",
          "oprindelig meddelelse",
          "oprindelig besked",
          "original meddelelse",
          "videresendt besked",
          "opprinnelig melding",
          "videresendt melding",
          "alkuperäinen viesti",
          "välitetty viesti",
          "oryginalna wiadomość",
          "wiadomość oryginalna",
          "wiadomość przekazana",
          "původní zpráva",
          "přeposlaná zpráva",
          "pôvodná správa",
          "eredeti üzenet",
          "továbbított üzenet",
          "orijinal mesaj",
          "orijinal ileti",
          "özgün ileti",
          "iletilen mesaj",
          "исходное сообщение",
          "пересылаемое сообщение",
          "пересланное сообщение",
          "вихідне повідомлення",
          "mesajul original",
          "original message follows",
          "原始邮件",
          "原始郵件",
          "转发的邮件",
          "转发邮件",
          "元のメッセージ",
          "オリジナルメッセージ",
          "转发邮件信息",
          "転送メッセージ",
          "원본 메시지",
          "원본 메일",
          "הודעה מקורית",
          "الرسالة الأصلية",
          "αρχικό μήνυμα",
          "tin nhắn gốc",
          "pesan asli");
  private static final Pattern REPLY_ABOVE =
      Pattern.compile(
          "\\W*(?:please )?(?:reply|respond|write|type|answer|add|enter)\\b.{0,60}"
              + "\\babove (?:this|the) line\\b(?: to [\\w ]{1,40})?\\W*",
          Pattern.CASE_INSENSITIVE);

  /** The same in any language, as services for tickets draw it; without hyphens it names a line. */
  private static final Pattern TICKET =
      Pattern.compile(
          "\\s*##-\\s?(?:\\S{1,30}\\s){3,20}\\S{1,30}\\s?-##\\s*"
              + "|\\s*##\\s?(?:\\S{1,30}\\s){2,20}"
              + "(?:zeile|ligne|l[ií]nea|linha|riga|regel|rad|linje|rivin|linii)\\b[^#]{0,30}##\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /** Of Lotus Notes, which names who passed the mail on, and of GroupWise. */
  private static final Pattern NAMED =
      Pattern.compile(
          "-{3,}\\s*(?:forwarded by|weitergeleitet von|transféré par|réacheminé par|doorgestuurd door"
              + "|reenviado por|encaminhado por|inoltrato da|vidarebefordrat av|przesłane przez)\\s"
              + ".{1,100}-{3,}|>>>\\s.{3,110}>>>",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /** Drawn on both sides, with more text behind it. */
  private static final Pattern RUN_TOGETHER =
      Pattern.compile("\\s{0,4}-{2,60}\\s{0,4}([^-\\s].{1,60}?)\\s{0,4}-{2,60}+(.*)");

  private static final int LONGEST = 120;
  private static final int SHORTEST_RULE = 5;
  private static final String ENDS = "----";

  private Divider() {}

  static boolean stands(String line) {
    if (line.length() > LONGEST) {
      return false;
    }
    String words = bare(line).toLowerCase(Locale.ROOT);
    return WORDS.contains(words)
        || REPLY_ABOVE.matcher(line).matches()
        || TICKET.matcher(line).matches()
        || NAMED.matcher(line.strip()).matches();
  }

  /**
   * What a program ran together with such a title in one line; blank where none begins the line.
   */
  static String behindTitle(String line) {
    Matcher title = RUN_TOGETHER.matcher(line);
    boolean known =
        title.matches() && WORDS.contains(bare(title.group(1)).toLowerCase(Locale.ROOT));
    return known ? title.group(2).strip() : "";
  }

  /** Whether the line is drawn, of hyphens, underscores, equal signs or stars, and says nothing. */
  static boolean isRule(String line) {
    String drawn = line.strip();
    return drawn.length() >= SHORTEST_RULE && isDrawn(drawn);
  }

  /** Whether hyphens are drawn on both sides of a few words, of whatever language. */
  static boolean isTitle(String line) {
    String title = line.strip();
    return title.length() <= LONGEST
        && title.startsWith(ENDS)
        && title.endsWith(ENDS)
        && title.chars().anyMatch(Character::isLetter);
  }

  static boolean isDrawn(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> "-_=*#~ –—‐".indexOf(c) >= 0);
  }

  /** The words between the drawn ends, without a colon. */
  private static String bare(String line) {
    int from = 0;
    int to = line.length();
    while (from < to && isEdge(line.charAt(from))) {
      from++;
    }
    while (to > from && isEdge(line.charAt(to - 1))) {
      to--;
    }
    return line.substring(from, to);
  }

  private static boolean isEdge(char c) {
    return "-_=*#~–—‐:：>[]".indexOf(c) >= 0 || Character.isWhitespace(c);
  }
}
