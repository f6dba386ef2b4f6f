package org.inclusiondesk.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds what somebody wrote anew in a mail: without quoted history, signature and disclaimer. Works
 * line by line, each line looked at a bounded number of times.
 */
public final class ReplyText {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  /** A line, or up to three joined, that introduces a quotation. */
  private static final Pattern INTRODUCTION =
      Pattern.compile(
          "^\\s*>?\\s*(?:- )?(?:(?:on|le|el|il|am|op|em|den|fre|man|lör|w dniu|dnia|pe|le)\\b.{4,300}"
              + "(?:wrote|a écrit|escribió|escribio|ha scritto|schrieb|schreef|escreveu|skrev|"
              + "napisał\\(a\\)|napisał|pisze|kirjoitti).{0,80}:"
              + "|.{0,200}<[^<>\\s]+@[^<>\\s]+>.{0,40}(?:wrote|a écrit|schrieb|skrev|escribió|:).{0,40}:?"
              + "|[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}.{0,200}@.{0,120}:"
              + "|.{1,100}\\b(?:wrote|schrieb|skrev)\\s*:)\\s*$",
          FLAGS);

  private static final Pattern BEGINS_INTRODUCTION =
      Pattern.compile(
          "^\\s*>?\\s*(?:- )?(?:on|le|el|il|am|op|em|den|w dniu|dnia|(?:mon|tue|wed|thu|fri|sat|sun"
              + "|man|tir|ons|tor|fre|lør|søn)[.,])\\s.*",
          FLAGS);
  private static final Pattern DIGIT = Pattern.compile("[0-9]");

  private static final Pattern DIVIDER =
      Pattern.compile(
          "^\\s*(?:-{2,}|_{2,}|\\*{2,})?\\s*(?:original message|forwarded message|reply message"
              + "|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale"
              + "|original-nachricht|ursprungligt meddelande|begin forwarded message"
              + "|please (?:reply|write your reply) above this line)\\s*:?\\s*(?:-{2,}|_{2,}|\\*{2,})?\\s*$",
          FLAGS);
  private static final Pattern RULE = Pattern.compile("^\\s*[_=*-]{10,}\\s*$");
  private static final Pattern SENDER_LINE =
      Pattern.compile("^\\s*[*_]?(?:from|von|de|da|van|från|fra)\\s?:[*_]?\\s*\\S.*$", FLAGS);
  private static final Pattern HEADER_LINE =
      Pattern.compile(
          "^\\s*[*_]?(?:sent|date|to|cc|subject|envoyé le|copie à|sujet|a|gesendet|datum|an|betreff|envoyé|à|objet|enviado|para"
              + "|asunto|inviato|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|reply-to)\\s?:[*_]?.*$",
          FLAGS);
  private static final Pattern QUOTED = Pattern.compile("^\\s{0,3}(?:[>|]).*$");
  private static final Pattern DEVICE =
      Pattern.compile(
          "^\\s*(?:sent|envoyé|gesendet|enviado|inviato|verzonden|skickat)\\s+"
              + "(?:from|via|on|using|depuis|von|vom|mit|desde|da|de|vanaf|från|with)\\s+"
              + "(?:(?:my|mon|ma|meinem|meiner|mi|il|mijn|min)\\s+)?[^,.]{0,40}"
              + "(?:iphone|ipad|android|blackberry|mobile|phone|handy|samsung|galaxy|outlook|nokia"
              + "|windows|yahoo|mail|tablet|device|portable|móvil|gmail|htc)[^,]{0,40}$"
              + "|^\\s*get outlook for \\S.*$",
          FLAGS);
  private static final Pattern SIGNATURE =
      Pattern.compile("^\\s*(?:-- ?|—|--\\s*_{2,}|_{2,5})\\s*$");
  private static final Pattern DISCLAIMER =
      Pattern.compile(
          "^\\s*\\W{0,3}(?:(?:this|the)\\s+(?:information|contents?|e-?mail|message|communication|"
              + "transmission)\\b.{0,160}\\b(?:confidential|intended|privileged|disclaimer|addressee)"
              + "|(?:confidentiality|legal|important|privacy)\\s+notice\\b"
              + "|disclaimer\\b|please consider the environment\\b).*",
          FLAGS);
  private static final int MOST = 100_000;

  private ReplyText() {}

  /** The new text; blank where a mail holds nothing but quotations. */
  public static String of(String text) {
    String bounded = text.length() > MOST ? text.substring(0, MOST) : text;
    List<String> lines = bounded.replace("\r\n", "\n").replace('\r', '\n').lines().toList();
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (endsTheMail(lines, i)) {
        break;
      }
      int introduction = introductionAt(lines, i);
      if (introduction > 0) {
        i = afterQuotation(lines, i + introduction) - 1;
      } else if (!QUOTED.matcher(line).matches() && !isWrappedQuotation(lines, i)) {
        kept.add(line.stripTrailing());
      }
    }
    return joined(kept);
  }

  private static boolean endsTheMail(List<String> lines, int at) {
    String line = lines.get(at);
    if (line.length() > 400) {
      return DISCLAIMER.matcher(line.substring(0, 400)).matches();
    }
    return DIVIDER.matcher(line).matches()
        || (RULE.matcher(line).matches() && isListFooter(lines, at + 1))
        || SIGNATURE.matcher(line).matches()
        || DEVICE.matcher(line).matches()
        || DISCLAIMER.matcher(line).matches()
        || quotedHeadersAt(lines, RULE.matcher(line).matches() ? next(lines, at) : at);
  }

  private static boolean isListFooter(List<String> lines, int at) {
    return at < lines.size()
        && lines.get(at).length() < 100
        && lines.get(at).strip().toLowerCase(Locale.ROOT).endsWith("mailing list");
  }

  /** From, Sent, To, Subject, as Outlook puts them above what it quotes. */
  private static boolean quotedHeadersAt(List<String> lines, int at) {
    if (at >= lines.size() || !SENDER_LINE.matcher(start(lines.get(at))).matches()) {
      return false;
    }
    int headers = 0;
    for (int i = at + 1; i < Math.min(lines.size(), at + 8); i++) {
      if (HEADER_LINE.matcher(start(lines.get(i))).matches()) {
        headers++;
      }
    }
    return headers >= 2;
  }

  /** Of how many lines the introduction of a quotation consists; 0 where none stands here. */
  private static int introductionAt(List<String> lines, int at) {
    StringBuilder joined = new StringBuilder();
    for (int count = 1; count <= 4 && at + count <= lines.size(); count++) {
      String line = lines.get(at + count - 1);
      if (line.isBlank() || line.length() > 400) {
        return 0;
      }
      joined.append(count == 1 ? "" : " ").append(line.strip());
      if (INTRODUCTION.matcher(joined).matches()) {
        boolean quotes = quotationFollows(lines, at + count);
        boolean dated = joined.indexOf("@") >= 0 || DIGIT.matcher(joined).find();
        return quotes || dated ? count : 0;
      }
      if (count == 1 && !BEGINS_INTRODUCTION.matcher(line).matches()) {
        return 0;
      }
    }
    return 0;
  }

  private static boolean quotationFollows(List<String> lines, int at) {
    int first = next(lines, at - 1);
    return first >= lines.size() || QUOTED.matcher(lines.get(first)).matches();
  }

  /** Where the mail goes on: behind the quoted lines, or nowhere if what follows bears no marks. */
  private static int afterQuotation(List<String> lines, int at) {
    int first = next(lines, at - 1);
    if (first >= lines.size() || !QUOTED.matcher(lines.get(first)).matches()) {
      return lines.size();
    }
    return first;
  }

  /** The rest of a quoted line that a mail program broke: quoted lines touch it on both sides. */
  private static boolean isWrappedQuotation(List<String> lines, int at) {
    return at > 0
        && at + 1 < lines.size()
        && !lines.get(at).isBlank()
        && QUOTED.matcher(lines.get(at - 1)).matches()
        && QUOTED.matcher(lines.get(at + 1)).matches();
  }

  private static int next(List<String> lines, int at) {
    int i = at + 1;
    while (i < lines.size() && lines.get(i).isBlank() && i < at + 5) {
      i++;
    }
    return i;
  }

  private static String start(String line) {
    return line.length() > 200 ? line.substring(0, 200) : line;
  }

  private static String joined(List<String> lines) {
    StringBuilder all = new StringBuilder();
    int blank = 0;
    for (String line : lines) {
      blank = line.isBlank() ? blank + 1 : 0;
      if (blank < 2) {
        all.append(line).append('\n');
      }
    }
    return all.toString().strip();
  }
}
