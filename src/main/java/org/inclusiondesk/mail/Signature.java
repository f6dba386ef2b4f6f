package org.inclusiondesk.mail;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What mail programs and people put below a mail to say who, or from which device, wrote it. */
final class Signature {
  private static final Pattern DELIMITER = Pattern.compile("\\s?(?:-- ?|—|–|-- _{2,}|_{2,4})\\s?");
  private static final Pattern NAME_BEHIND_HYPHEN =
      Pattern.compile("(?:-{1,2}|—|–)\\s?\\p{Lu}[\\p{L}.'-]{0,20}(?: [\\p{L}.'-]{1,20}){0,3}");
  private static final Pattern LISTED = Pattern.compile("\\s{0,8}[-–—*•·◦]\\s?\\p{L}");
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{M}]+");
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  /** Not the end of another word, such as "e-mail". */
  private static final String WORD_OF_ITS_OWN = "(?<![\\p{IsLatin}\\d])(?<!\\be-)";

  private static final String IN_THE_HAND =
      "iphone|ipad|android|blackberry|mobile|phone|handy|samsung|galaxy|nokia|windows|tablet|device"
          + "|portable|móvil|movil|htc|huawei|xiaomi|pixel \\d|apple watch|smartphone|mobil|telefon"
          + "|téléphone";
  private static final String DEVICES =
      "(?:" + IN_THE_HAND + "|outlook|yahoo|mail|gmail|protonmail|proton)";
  private static final Pattern SENT_FROM_MINE =
      Pattern.compile(
          "sent (?:from|via|on) my [^\\s,.]{1,20}(?: [^\\s,.]{1,20}){0,4}\\.?"
              + "(?:[,;]?\\s{1,2}(?:please |pls |so )?(?:excuse|pardon|forgive|apolog\\w{1,5})\\b"
              + "[^.,:;?]{1,50}\\.?)?",
          FLAGS);

  /**
   * The same in other languages, as a whole sentence with nothing behind the device but its name;
   * what goes on from the line above is none.
   */
  private static final Pattern SENT_FROM_MINE_ABROAD =
      Pattern.compile(
          "\\(?(?:Envoyé de(?:puis)? mon|Enviad[oa] (?:do meu|desde mi|de mi)|Inviato dal(?: mio)?"
              + "|Gesendet von meinem|(?:Verzonden|Verstuurd) van(?:af|uit)? mijn|Skickat från min"
              + "|Sendt fra min|Trimis de pe"
              + "|Wysłan[eoy] z mojego|Lähetetty) (?:(?!par |per )[^\\s,.:;?!]{1,20} ){0,2}(?i:"
              + IN_THE_HAND
              + ")[^\\s,:;?!]{0,20}(?: [\\p{Lu}\\d][^\\s,:;?!]{0,20}){0,3}|Von meinem (?:[^\\s,.:;?!]{1,20} ){1,3}gesendet\\.?"
              + "|(?:Sent wirelessly from my|Envoyé sans fil par mon) [^,:;?!]{1,100}");

  private static final Pattern SENT_FROM =
      Pattern.compile(
          "(?:this (?:e-?mail|message) was )?(?:sent|envoyé|enviado|inviato|verzonden|verstuurd|gesendet"
              + "|skickat|sendt|wysłan[eoy]|odesláno|odoslané|отправлено|надіслано|lähetetty|trimis"
              + "|elküldve)\\s+(?:securely )?(?:from|via|on(?! behalf\\b)|using|with|by(?! (?:e-?)?mail\\b| phone\\b)|depuis|à partir de|de|du|avec"
              + "|desde|do|da|dal|dalla|con|met|vanaf|vanuit|van|von|vom|mit|från|fra|z|ze|с|з|din|laitteesta)"
              + "\\b[^,]{0,60}?"
              + WORD_OF_ITS_OWN
              + DEVICES
              + "[^,]{0,40}|from my "
              + DEVICES
              + "\\b[^,.]{0,20}",
          FLAGS);
  private static final Pattern SENT_BY_WORD_AT_END =
      Pattern.compile(
          "(?!.{0,60}\\b(?:ich|wir|habe|haben|hat|ik|heb|heeft|hebben|ben|küldtem)\\b)[^,]{0,60}"
              + WORD_OF_ITS_OWN
              + DEVICES
              + "[^,]{0,40}(?:gesendet|gönderildi|から送信|傳送|发送|發送|에서 보냄|küldve|verzonden)\\.?"
              + "|(?:发自我的|發自我的|从我的|從我的)[^,]{0,40}"
              + "|(?:נשלח מ|(?:مُرسل|مرسل|أُرسلت|أرسلت) من )[^,]{0,20}"
              + DEVICES
              + "[^,]{0,20}",
          FLAGS);
  private static final Pattern SENT_BY_SERVICE =
      Pattern.compile(
          "(?:this (?:e-?mail|message|text) was )?(?:sent|envoyé|gesendet|enviado|inviato|verzonden)"
              + "\\s(?:via|by|from|through|using|with|par|depuis|avec|von|mit|über|por|desde|da|met)\\b"
              + ".{0,80}?\\b(?:service|messaging|sms|network|wireless|messagerie|réseau|nachrichtendienst"
              + "|netz|servicio|red|servizio|rete|dienst|netwerk)\\b.{0,40}",
          FLAGS);
  private static final Pattern GET_OUTLOOK =
      Pattern.compile(
          "(?:get|télécharge[rz]|obtener|obtenir|obter|uzyskaj|skaffa|descargar|ottieni|scarica|download|hämta|hent|pobierz)"
              + "(?: \\S{1,15})? outlook \\S.{0,60}|outlook (?:für|voor|for) \\S+ (?:beziehen|herunterladen|downloaden|edinin).{0,40}"
              + "|(?:sent using|gesendet mit)(?: the| der)?(?: \\S{1,20})? mail[- ]app\\.?",
          FLAGS);
  private static final Pattern FIRST_PERSON =
      Pattern.compile("\\b(?:I|I['’]\\w{1,2}|[Mm]y|me|[Ww]e|[Ii]ch|[Ww]ir|[Mm]ein\\w{0,2})\\b");

  /** Of somebody who tells that he sent something. */
  private static final Pattern TOLD =
      Pattern.compile(
          "\\b(?:ich|wir|habe|haben|hat|ik|heb|heeft|hebben|j['’]ai|jag|jeg|minä|yo|eu|io)\\b",
          FLAGS);

  private static final Pattern LINK = Pattern.compile("[<(] ?https?:[^<>()]{0,2000}[>)]?", FLAGS);
  private static final Pattern PAGE = Pattern.compile("https?://\\S{1,230}", FLAGS);
  private static final Pattern LINK_AT_END =
      Pattern.compile("\\S ?[<(]https?:[^<>()\\s]{1,300}[>)]$", FLAGS);
  private static final Pattern SENT_FROM_PROGRAM =
      Pattern.compile(
          "Sent (?:securely )?(?:from|via|with|using|by) \\p{Lu}[\\p{L}\\d.]{0,30}"
              + "(?: [\\p{L}\\d.]{1,30}){0,3}");

  /** An address, a page or a telephone number. */
  private static final Pattern REACHED =
      Pattern.compile("\\S@\\S|www\\.|https?:|(?:\\d[\\s()./-]{0,3}){9}", FLAGS);

  private static final Pattern RULE = Pattern.compile("_{5,100}|[—–]{3,100}");

  /** An answer to a form, "Network: women"; how to reach somebody is a part of a signature. */
  private static final Pattern LABELLED =
      Pattern.compile(
          "(?!(?:t|tel|tele?phone|phone|m|mob|mobile|mobil|cell|e|e-?mail|mail|f|fax|w|web|website"
              + "|www|ext|direct|office|https?)\\.?\\s?:)[^:]{1,30}:",
          FLAGS);

  private static final int SHORTEST_OF_A_NAME = 3;
  private static final int MOST_OF_A_NAME = 6;
  private static final int MOST_OF_A_SERVICE = 3;
  private static final int LONGEST = 120;
  private static final int LONGEST_OF_A_DEVICE = 40;
  private static final int MOST_LINES = 15;

  private Signature() {}

  static boolean beginsAt(List<String> lines, int at) {
    String line = lines.get(at);
    if (DELIMITER.matcher(start(line)).matches()) {
      return line.startsWith("-- ") || isShort(lines, at + 1);
    }
    return isDevice(line)
        || (isDeviceAbroad(line) && standsAboveWhatIsOld(lines, at))
        || (isSentByDevice(line)
            && (isLinked(lines, at) || standsApart(lines, at) || endsAnAnswer(lines, at)))
        || isProgram(lines, at)
        || isRuleAboveAName(lines, at)
        || isRuleAboveAService(lines, at);
  }

  /** Whether a drawn line stands here with nothing below it but which service carried the mail. */
  private static boolean isRuleAboveAService(List<String> lines, int at) {
    if (lines.size() > at + MOST_LINES || !Divider.isRule(lines.get(at))) {
      return false;
    }
    int count = 0;
    for (int i = at + 1; i < lines.size() && count <= MOST_OF_A_SERVICE; i++) {
      String line = start(lines.get(i)).strip();
      if (!line.isEmpty() && !Divider.isDrawn(line)) {
        count++;
        if (line.length() > LONGEST || !SENT_BY_SERVICE.matcher(line).matches()) {
          return false;
        }
      }
    }
    return count > 0 && count <= MOST_OF_A_SERVICE;
  }

  /**
   * Whether the line says that some program sent the mail, of whatever name: a paragraph of its own
   * at the end, or right above what is quoted.
   */
  private static boolean isProgram(List<String> lines, int at) {
    String line = start(lines.get(at)).strip();
    if (at == 0 || !SENT_FROM_PROGRAM.matcher(line).lookingAt()) {
      return false;
    }
    boolean linked = line.contains("http");
    String words = withoutLinks(line).strip();
    int comma = linked ? words.indexOf(',') : -1;
    String named = comma < 0 ? words : words.substring(0, comma).strip();
    return SENT_FROM_PROGRAM.matcher(named).matches() && standsApart(lines, at);
  }

  /**
   * Whether the line begins a sentence right below what somebody wrote, and is followed by what is
   * old.
   */
  private static boolean endsAnAnswer(List<String> lines, int at) {
    int next = Quotation.next(lines, at);
    String line = lines.get(at).strip();
    return Character.isUpperCase(line.codePointAt(0))
        && line.length() <= LONGEST_OF_A_DEVICE
        && next < lines.size()
        && (Introduction.linesAt(lines, next) > 0 || HeaderBlock.beginsAt(lines, next));
  }

  /** Whether the line is a paragraph of its own with nothing below it but what is old. */
  private static boolean standsApart(List<String> lines, int at) {
    return (at == 0 || lines.get(at - 1).isBlank()) && standsAboveWhatIsOld(lines, at);
  }

  private static boolean standsAboveWhatIsOld(List<String> lines, int at) {
    int next = Quotation.next(lines, at);
    if (next < lines.size() && PAGE.matcher(start(lines.get(next)).strip()).matches()) {
      next = Quotation.next(lines, next);
    }
    return next >= lines.size()
        || Quotation.isQuoted(lines.get(next))
        || Divider.isRule(lines.get(next))
        || Divider.stands(lines.get(next))
        || HeaderBlock.beginsAt(lines, next)
        || Disclaimer.beginsAt(lines, next)
        || GET_OUTLOOK.matcher(withoutLinks(start(lines.get(next))).strip()).matches()
        || isDevice(lines.get(next))
        || isDeviceAbroad(lines.get(next))
        || Introduction.runsIntoAQuotation(lines.get(next))
        || Introduction.linesAt(lines, next) > 0;
  }

  /**
   * Whether a drawn line stands here with a few lines below it to the end, and no sentence; or to
   * what is old, with one of them that tells how to reach somebody, for the points of a list look
   * the same.
   */
  private static boolean isRuleAboveAName(List<String> lines, int at) {
    if (at == 0 || !RULE.matcher(lines.get(at).strip()).matches()) {
      return false;
    }
    int count = 0;
    boolean reachable = false;
    for (int i = at + 1; i < lines.size() && count <= MOST_OF_A_NAME; i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty()) {
        if (count > 0 && isBelowAName(lines, i)) {
          int above = Quotation.previous(lines, at);
          return reachable && above >= 0 && !leadsOn(lines.get(above));
        }
        count++;
        reachable |= REACHED.matcher(start(line)).find();
        if (line.length() > LONGEST
            || ".?!:".indexOf(line.charAt(line.length() - 1)) >= 0
            || "-•·".indexOf(line.charAt(0)) >= 0
            || FIRST_PERSON.matcher(line).find()
            || LABELLED.matcher(line).lookingAt()) {
          return false;
        }
      }
    }
    return count > 0 && count <= MOST_OF_A_NAME;
  }

  private static boolean isBelowAName(List<String> lines, int at) {
    String line = lines.get(at);
    return Quotation.isQuoted(line)
        || isDevice(line)
        || (isDeviceAbroad(line) && standsAboveWhatIsOld(lines, at))
        || (isSentByDevice(line) && standsApart(lines, at))
        || Divider.stands(line)
        || HeaderBlock.beginsAt(lines, at)
        || Introduction.linesAt(lines, at) > 0;
  }

  /** Whether the line says from which device or program the mail was sent. */
  private static boolean isDevice(String line) {
    String words = unbracketed(withoutLinks(start(line)).strip());
    return words.length() <= LONGEST
        && (SENT_FROM_MINE.matcher(words).matches() || GET_OUTLOOK.matcher(words).matches());
  }

  private static boolean isDeviceAbroad(String line) {
    String words = unbracketed(withoutLinks(start(line)).strip());
    return words.length() <= LONGEST
        && SENT_FROM_MINE_ABROAD.matcher(words).matches()
        && !TOLD.matcher(words).find();
  }

  /** Whether the line is a short paragraph of that kind, with a sentence of somebody below. */
  static boolean isDeviceAtTheTop(List<String> lines, int at) {
    String line = lines.get(at);
    boolean apart = at + 1 < lines.size() && lines.get(at + 1).isBlank();
    return apart
        && line.length() <= LONGEST_OF_A_DEVICE
        && (isDevice(line) || isDeviceAbroad(line))
        && isAboveASentence(lines, at);
  }

  private static boolean isAboveASentence(List<String> lines, int at) {
    for (int i = at + 1; i < Math.min(lines.size(), at + MOST_LINES); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !Quotation.isQuoted(line)) {
        if (isBelowAName(lines, i) || Disclaimer.beginsAt(lines, i)) {
          return false;
        }
        if (".!?".indexOf(line.charAt(line.length() - 1)) >= 0
            || FIRST_PERSON.matcher(start(line)).find()) {
          return true;
        }
      }
    }
    return false;
  }

  /** The same in words that a person's sentence may have, too. */
  private static boolean isSentByDevice(String line) {
    String words = unbracketed(withoutLinks(start(line)).strip());
    return words.length() <= LONGEST
        && (SENT_FROM.matcher(words).matches() || SENT_BY_WORD_AT_END.matcher(words).matches());
  }

  /** Whether a paragraph begins here and a mail program put the address of its own page behind. */
  private static boolean isLinked(List<String> lines, int at) {
    return (at == 0 || lines.get(at - 1).isBlank())
        && LINK_AT_END.matcher(start(lines.get(at)).strip()).find();
  }

  /** A bare pair of hyphens may also part two halves of a text: a signature is short. */
  private static boolean isShort(List<String> lines, int from) {
    int count = 0;
    for (int i = from; i < lines.size() && count <= MOST_LINES; i++) {
      String line = lines.get(i).stripTrailing();
      if (Quotation.isQuoted(line)
          || Divider.isRule(line)
          || Divider.stands(line)
          || (line.endsWith(":") && Introduction.linesAt(lines, i) > 0)) {
        return true;
      }
      count += line.isEmpty() ? 0 : 1;
    }
    return count <= MOST_LINES;
  }

  /**
   * The lines without a last one that gives a name behind a hyphen, and without rules below. The
   * last point of a list, and a short answer, look the same: so the line goes only where other
   * words stand above it that lead to no list, and where it names the writer.
   *
   * @param from the first line below the last quotation that something stands below
   * @param writer the names of who wrote the mail; null where nobody knows them
   */
  static List<String> without(List<String> lines, int from, @Nullable String writer) {
    int end = lines.size();
    while (end > 0
        && (lines.get(end - 1).isBlank() || Divider.isDrawn(lines.get(end - 1).strip()))) {
      end--;
    }
    return lines.subList(0, isName(lines, from, end - 1, writer) ? end - 1 : end);
  }

  private static boolean isName(List<String> lines, int from, int last, @Nullable String writer) {
    if (last <= from
        || !lines.get(last - 1).isBlank()
        || !NAME_BEHIND_HYPHEN.matcher(start(lines.get(last)).strip()).matches()) {
      return false;
    }
    List<String> above = lines.subList(from, last).stream().filter(l -> !l.isBlank()).toList();
    return !above.isEmpty()
        && !leadsOn(above.get(above.size() - 1))
        && (writer == null
            ? above.stream().noneMatch(line -> LISTED.matcher(line).lookingAt())
            : isNamed(lines.get(last), writer));
  }

  /** Whether what stands below the line belongs to it. */
  static boolean leadsOn(String line) {
    return line.stripTrailing().endsWith(":");
  }

  /**
   * Whether the line's first word is one of the names, or one of the two is short for the other.
   */
  private static boolean isNamed(String line, String writer) {
    String first = words(line).findFirst().orElse("");
    return words(writer)
        .anyMatch(
            name ->
                name.equals(first)
                    || (Math.min(name.length(), first.length()) >= SHORTEST_OF_A_NAME
                        && (name.startsWith(first) || first.startsWith(name))));
  }

  private static Stream<String> words(String text) {
    return NO_LETTERS.splitAsStream(text.toLowerCase(Locale.ROOT)).filter(word -> !word.isEmpty());
  }

  /** Without addresses of pages in angles, and without marks of emphasis. */
  private static String withoutLinks(String line) {
    return LINK.matcher(line)
        .replaceAll("")
        .replace("*", "")
        .replace("_", "")
        .replace("[", "")
        .replace("]", "");
  }

  /** Without the brackets around the whole of it. */
  private static String unbracketed(String words) {
    int from = 0;
    int to = words.length();
    while (from + 1 < to
        && (words.charAt(from) == '(' || words.charAt(from) == '<')
        && (words.charAt(to - 1) == ')' || words.charAt(to - 1) == '>')) {
      from++;
      to--;
    }
    return words.substring(from, to);
  }

  private static String start(String line) {
    return line.length() > LONGEST * 2 ? line.substring(0, LONGEST * 2) : line;
  }
}
