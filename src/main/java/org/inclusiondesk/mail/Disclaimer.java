package org.inclusiondesk.mail;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What organisations, lists and services put below every mail. */
final class Disclaimer {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  private static final Pattern OPENING =
      Pattern.compile(
          "\\W{0,6}(?:(?:this|the|any)\\s+(?:information|contents?|e-?mails?|(?:e-?mail )?messages?"
              + "|communication|transmission|document|views|opinions)\\b"
              + "|(?:confidentiality|legal|important|privacy|security)\\s+(?:notice|note|warning)\\b"
              + "|(?:e-?mail )?disclaimer\\b|confidential(?:ity)?\\s*:|if you (?:are not|have received)"
              + "|diese (?:e-?mail|nachricht|mitteilung|information(?:en)?\\b)"
              + "|die in dieser (?:e-?mail|nachricht) enthaltenen|ce (?:message|courriel|mail)|cet? e-?mail"
              + "|este (?:mensaje|correo|e-?mail)|esta mensagem|questo messaggio|le informazioni"
              + "|dit (?:bericht|e-?mailbericht)|deze e-?mail|denna? (?:e-?post|meddelande)"
              + "|denne (?:e-?mail|e-?post)|ta wiadomość|tämä viesti)",
          FLAGS);
  private static final Pattern LEGAL_WORD =
      Pattern.compile(
          "confiden|privileged|intended|recipient|addressee|disclos|unauthori|copying|distribut"
              + "|delet|virus|in error|by mistake|solely|sender|opinions|disclaim|vertraulich"
              + "|bestimmt|empfänger|irrtümlich|destinataire|destinatari|exclusiv|riservat|par erreur"
              + "|por error|per errore|vertrouwelijk|geadresseerde|konfidenti|mottagare|modtager"
              + "|poufn|adress?at",
          FLAGS);

  /** Legal words that people do not write of their own matters. */
  private static final Pattern LAWYERS_WORD =
      Pattern.compile(
          "privileged|intended|recipient|addressee|unauthori|virus|in error|solely|opinions"
              + "|disclaim|legal|notice|if you (?:have )?received .{0,40}by mistake"
              + "|vertraulich|bestimmt|empfänger|irrtümlich|destinataire"
              + "|destinatari|exclusiv|riservat|par erreur|por error|per errore|vertrouwelijk"
              + "|geadresseerde|konfidenti|mottagare|modtager|poufn|adress?at",
          FLAGS);

  private static final Pattern LAWYERS_PHRASE =
      Pattern.compile(
          "intended (?:only |solely )?(?:recipient|addressee|for)|addressee|if you (?:have|are not)"
              + "|received .{0,40}in error|solely for|legally privileged",
          FLAGS);

  /** Somebody who speaks of himself; the English "I" alone is a small word elsewhere. */
  private static final Pattern FIRST_PERSON =
      Pattern.compile(
          "\\b(?:I|I['’]\\w{1,2}|[Mm]y|[Mm]ine|[Ii]ch|[Mm]ir|[Mm]ich|[Mm]ein(?:e[mnrs]?)?)\\b"
              + "|\\b(?:to|for|with|by|from|tell|told|help|let|add|about|send|sent|contact) me\\b");

  private static final List<String> FOOTERS =
      List.of(
          "please consider the environment",
          "p please consider the environment",
          "before printing, please",
          "think before you print",
          "to unsubscribe from this",
          "you received this message because",
          "you are receiving this because",
          "you received this email because",
          "reply to this email directly or view it on",
          "this email has been scanned for viruses",
          "this email has been checked for viruses",
          "this message has been scanned",
          "nhsmail is the secure",
          "nhsmail is the national");

  /** Free virus scanners put a picture with a link before their words. */
  private static final Pattern PICTURE_OR_LINK = Pattern.compile("\\[[^\\]]{0,60}\\]|<[^>]{0,90}>");

  private static final Pattern SCANNER =
      Pattern.compile(
          "(?:virus-free|virenfrei|sans virus|libre de virus|privo di virus|virusvrij)"
              + "\\.?\\s?(?:www\\..*)?",
          FLAGS);

  private static final int MOST_LINES = 8;
  private static final int LONGEST = 600;

  private Disclaimer() {}

  /** Whether such words begin here; two legal words make a disclaimer of what people also write. */
  static boolean beginsAt(List<String> lines, int at) {
    String line = lines.get(at);
    String low = line.substring(0, Math.min(line.length(), 100)).strip().toLowerCase(Locale.ROOT);
    if (FOOTERS.stream().anyMatch(low::startsWith) || isScanner(low)) {
      return true;
    }
    if (!OPENING.matcher(line.substring(0, Math.min(line.length(), 100))).lookingAt()) {
      return false;
    }
    StringBuilder paragraph = new StringBuilder();
    for (int i = at; i < Math.min(lines.size(), at + MOST_LINES); i++) {
      if (lines.get(i).isBlank() && i > at + 1) {
        break;
      }
      paragraph.append(lines.get(i)).append(' ');
      if (paragraph.length() > LONGEST) {
        paragraph.setLength(LONGEST);
        break;
      }
    }
    return isLawyers(paragraph)
        && LEGAL_WORD
                .matcher(paragraph)
                .results()
                .map(found -> found.group().toLowerCase(Locale.ROOT))
                .distinct()
                .limit(2)
                .count()
            == 2;
  }

  private static boolean isLawyers(CharSequence paragraph) {
    return FIRST_PERSON.matcher(paragraph).find()
        ? LAWYERS_PHRASE.matcher(paragraph).find()
        : LAWYERS_WORD.matcher(paragraph).find();
  }

  private static boolean isScanner(String low) {
    return SCANNER.matcher(PICTURE_OR_LINK.matcher(low).replaceAll(" ").strip()).matches();
  }

  /** The first line below the rule that a mailing list draws. */
  static boolean isListFooter(String line) {
    return line.length() < 100 && line.strip().toLowerCase(Locale.ROOT).endsWith("mailing list");
  }
}
