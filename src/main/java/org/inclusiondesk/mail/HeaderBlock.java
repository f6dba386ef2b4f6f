package org.inclusiondesk.mail;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From, Sent, To and Subject, as mail programs put them above what they quote without marks. */
final class HeaderBlock {
  private enum Field {
    FROM,
    SENT,
    DATE,
    TO,
    SUBJECT
  }

  private static final Map<String, Field> LABELS =
      Stream.of(
              labels(
                  Field.FROM,
                  "from|von|de|de la|da|van|från|fra|od|kimden|gönderen|feladó|от|от кого|lähettäjä|từ"
                      + "|expéditeur|remitente|mittente|afzender|発信者|差出人|发件人|發件人|寄件者|寄件人"
                      + "|보낸 사람|보낸사람|מאת|من|από|dari|saatja|nuo|no|nadawca"),
              labels(
                  Field.SENT,
                  "sent|gesendet|envoyé|envoyé le|enviado|enviado el|enviado em|enviada em|inviato"
                      + "|inviato il|verzonden|skickat|sendt|wysłano|wysłane|odesláno|odoslané"
                      + "|gönderildi|gönderme tarihi|elküldve|küldve|отправлено|lähetetty|发送时间"
                      + "|發送時間|寄件日期|傳送時間|送信日時|보낸 날짜|보낸 시간|נשלח|trimis|message du"
                      + "|message envoyé le|poslano"),
              labels(
                  Field.DATE,
                  "date|datum|fecha|data|dato|päiväys|päivämäärä|tarih|dátum|дата|日期|日時|날짜|תאריך"
                      + "|التاريخ|ngày|tanggal|ημερομηνία|kuupäev"),
              labels(
                  Field.TO,
                  "to|an|à|a|para|aan|till|til|do|komu|kime|címzett|кому|vastaanottaja|pour|per"
                      + "|destinataire|destinatario|cc|kopie|copie à|kopia|kopi|dw|bcc|cci|cópia"
                      + "|收件人|收件者|宛先|받는 사람|받는사람|אל|إلى|προς|抄送|副本|către|reply-to|reply to"
                      + "|responder a|antwort an|répondre à|rispondi a|kepada|đến|adresat"),
              labels(
                  Field.SUBJECT,
                  "subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat"
                      + "|předmět|predmet|konu|tárgy|тема|aihe|主题|主題|主旨|件名|题目|제목|נושא|الموضوع"
                      + "|θέμα|subiect|chủ đề|subjek|teema|tema"))
          .flatMap(labels -> labels.entrySet().stream())
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private static final Pattern TIME =
      Pattern.compile("\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4},?\\s+\\d{1,2}[:.]\\d{2}");

  /** As computers write it. */
  private static final Pattern TIME_WITH_ZONE =
      Pattern.compile("\\d{1,2}:\\d{2}(?::\\d{2})? [+-]\\d{4}(?!\\d)");

  private static final int LONGEST_LINE = 200;
  private static final int MOST_LINES = 12;
  private static final int LONGEST_LABEL = 30;
  private static final int MOST_WRAPPED = 3;

  private HeaderBlock() {}

  private static Map<String, Field> labels(Field field, String words) {
    return Stream.of(words.split("\\|")).collect(Collectors.toMap(word -> word, word -> field));
  }

  /**
   * Whether a block begins here: a sender and two more fields, one of which people do not write, or
   * somebody's address and a date in which a computer gives its zone.
   */
  static boolean beginsAt(List<String> lines, int at) {
    if (field(lines.get(at)) == null) {
      return standsInColumns(lines, at);
    }
    Set<Field> found = EnumSet.noneOf(Field.class);
    boolean addressed = false;
    boolean reachable = false;
    boolean zoned = false;
    int wrapped = 0;
    for (int i = at; i < Math.min(lines.size(), at + MOST_LINES); i++) {
      String line = lines.get(i);
      Field field = field(line);
      if (field != null) {
        Set<Field> here = further(start(line));
        here.add(field);
        found.addAll(here);
        reachable |=
            (here.contains(Field.FROM) || here.contains(Field.TO)) && line.indexOf('@') > 0;
        addressed |= field == Field.FROM && line.indexOf('@') > 0;
        zoned |= TIME_WITH_ZONE.matcher(start(line)).find();
      } else if (!line.isBlank()) {
        wrapped++;
        if (wrapped > MOST_WRAPPED || lines.get(i - 1).isBlank()) {
          break;
        }
      }
    }
    if (zoned && reachable && found.contains(Field.DATE)) {
      return true;
    }
    return found.contains(Field.FROM)
        && found.size() >= 3
        && (addressed || found.contains(Field.SENT) || found.contains(Field.SUBJECT));
  }

  /** Whether the line begins with one of its labels. */
  static boolean isLabelled(String line) {
    return field(line) != null;
  }

  /** Whether the next line that is not blank begins one. */
  static boolean follows(List<String> lines, int at) {
    int next = Quotation.next(lines, at);
    return next < lines.size() && beginsAt(lines, next);
  }

  /**
   * Whether a table of Lotus Notes begins here: the sender, the date below, then To and Subject as
   * lines of their own above what they name.
   */
  private static boolean standsInColumns(List<String> lines, int at) {
    int below = Quotation.next(lines, at);
    if (below >= lines.size()) {
      return false;
    }
    String time = start(lines.get(below)).strip();
    if (time.isEmpty() || !Character.isDigit(time.charAt(0)) || !TIME.matcher(time).lookingAt()) {
      return false;
    }
    Set<Field> found = EnumSet.noneOf(Field.class);
    for (int i = below + 1; i < Math.min(lines.size(), below + MOST_LINES); i++) {
      Field label = LABELS.get(label(start(lines.get(i)).strip()));
      if (label != null) {
        found.add(label);
      }
    }
    return found.contains(Field.TO) && found.contains(Field.SUBJECT);
  }

  /** Fields on the same line behind the first, where a mail program ran its lines together. */
  private static Set<Field> further(String line) {
    Set<Field> found = EnumSet.noneOf(Field.class);
    int colon = line.indexOf(':');
    while (colon >= 0) {
      int end = colon;
      while (end > 0 && line.charAt(end - 1) == ' ') {
        end--;
      }
      int word = end;
      while (word > 0 && Character.isLetter(line.charAt(word - 1))) {
        word--;
      }
      Field field = word > 0 && word < end ? LABELS.get(label(line.substring(word, end))) : null;
      if (field != null) {
        found.add(field);
      }
      colon = line.indexOf(':', colon + 1);
    }
    return found;
  }

  private static String start(String line) {
    return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
  }

  private static @Nullable Field field(String line) {
    int from = 0;
    while (from < line.length() && " \t*_>|\u00a0\u200b".indexOf(line.charAt(from)) >= 0) {
      from++;
    }
    for (int i = from; i < Math.min(line.length(), from + LONGEST_LABEL); i++) {
      if (line.charAt(i) == ':' || line.charAt(i) == '：') {
        return LABELS.get(label(line.substring(from, i)));
      }
    }
    return null;
  }

  private static String label(String raw) {
    String label = raw.replace('\u00a0', ' ').toLowerCase(Locale.ROOT);
    int end = label.length();
    while (end > 0 && " *_\t".indexOf(label.charAt(end - 1)) >= 0) {
      end--;
    }
    return label.substring(0, end);
  }
}
