package org.inclusiondesk.mail;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * Tells mail that a person wrote from mail that a machine sent and that must not be answered (RFC
 * 3834 §2 and §5). In doubt for the person where only a word speaks against him, for the machine
 * where a header does.
 */
public final class LoopGuard {
  private static final Set<String> BULK =
      Set.of("bulk", "junk", "list", "auto_reply", "auto-reply", "autoreply");
  private static final List<String> ANSWERING_MACHINES =
      List.of(
          "X-Autoreply",
          "X-Auto-Reply",
          "X-Autorespond",
          "X-Autoresponse",
          "X-AutoReply-From",
          "X-Mail-Autoreply",
          "X-MS-Exchange-Inbox-Rules-Loop",
          "X-Cron-Env",
          "X-Loop");
  private static final Pattern MACHINE =
      Pattern.compile(
          "(?:.*[._+-])?(?:no|not|donot|dont|do[._-]not)[._-]?reply(?:[._+-].*)?"
              + "|mailer[._-]?daemon|mail-daemon|auto[._-]?(?:reply|respond(?:er)?|mailer)"
              + "|bounces?(?:[+=-].*)?|listserv|majordomo|.+-(?:request|owner|bounces)");
  private static final Pattern DAEMON = Pattern.compile("mailer[._-]?daemon|mail-daemon");
  private static final Pattern POST_OFFICE =
      Pattern.compile("mailer[._-]?daemon|mail-daemon|post[._-]?master|mdaemon|bounces?.*");
  private static final Pattern ABSENCE =
      Pattern.compile(
          "^\\s*(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response|answer)|auto"
              + "|out of (?:the )?office(?: (?:auto)?reply)?|automatische antwort"
              + "|abwesenheitsnotiz|réponse automatique|risposta automatica"
              + "|respuesta automática)\\s*[:\\[(]",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern RECEIPT =
      Pattern.compile("^\\s*(?:read|not read|lu|gelesen|delivered)\\s*:", Pattern.CASE_INSENSITIVE);
  private static final Pattern FAILED_DELIVERY =
      Pattern.compile(
          "undeliver|non[ -]?deliver|not be delivered|failure notice|returned mail"
              + "|(?:delivery|mail|message)\\s+(?:\\w+\\s+){0,3}(?:fail|error|problem|return|delay)"
              + "|fail(?:ed|ure)\\b.*\\b(?:deliver|mail|message|send)"
              + "|delivery\\s+(?:status|notification|report|incomplete)|returned? to sender"
              + "|could ?n[o']t (?:be )?(?:sent|send|deliver)|unzustellbar|non remis"
              + "|mail system error|error sending|bounce|配信できません|メールエラー",
          Pattern.CASE_INSENSITIVE);

  private LoopGuard() {}

  /**
   * What kind of mail it is.
   *
   * @param bounce whether it reports a failed delivery
   * @param reason why it must not be answered, a short word; null where a person wrote it
   */
  public record Verdict(boolean bounce, @Nullable String reason) {}

  /**
   * Judges a mail.
   *
   * @param from its sender; null where no address can be read
   * @param subject decoded
   * @param types the content types of all parts in lower case, the mail's own first
   */
  public static Verdict judge(
      Headers headers, @Nullable Mailbox from, String subject, List<String> types) {
    String sender = sender(headers, from);
    if (isBounce(headers, sender, subject, types)) {
      return new Verdict(true, "bounce");
    }
    return new Verdict(false, automatic(headers, sender, subject, types));
  }

  /** The local part of the sender; of a From field without an address its last word. */
  private static String sender(Headers headers, @Nullable Mailbox from) {
    if (from != null) {
      return from.value().substring(0, from.value().lastIndexOf('@')).toLowerCase(Locale.ROOT);
    }
    String[] words = headers.first("From").orElse("").split("[^A-Za-z0-9._+-]+", 50);
    for (int i = words.length - 1; i >= 0; i--) {
      if (!words[i].isEmpty()) {
        return words[i].toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  private static boolean isBounce(
      Headers headers, String sender, String subject, List<String> types) {
    if (types.contains("message/delivery-status")
        || types.contains("message/global-delivery-status")
        || reportType(headers).equals("delivery-status")
        || headers.has("X-Failed-Recipients")) {
      return true;
    }
    boolean speaksOfFailure = FAILED_DELIVERY.matcher(subject).find();
    boolean postOffice =
        POST_OFFICE.matcher(sender).matches()
            || emptyReturnPath(headers)
            || types.contains("multipart/report")
            || !headers.all("Auto-Submitted").stream().allMatch(LoopGuard::saysNo);
    return DAEMON.matcher(sender).matches() || (postOffice && speaksOfFailure);
  }

  private static @Nullable String automatic(
      Headers headers, String sender, String subject, List<String> types) {
    if (!headers.all("Auto-Submitted").stream().allMatch(LoopGuard::saysNo)) {
      return "auto-submitted";
    }
    if (emptyReturnPath(headers)) {
      return "null-sender";
    }
    if (types.contains("multipart/report")) {
      return "report";
    }
    if (headers.hasPrefix("List-") || headers.has("Mailing-List")) {
      return "list";
    }
    if (headers.all("Precedence").stream().anyMatch(value -> BULK.contains(word(value)))
        || headers.all("Preference").stream().anyMatch(value -> BULK.contains(word(value)))) {
      return "precedence";
    }
    if (headers.all("X-Auto-Response-Suppress").stream()
        .anyMatch(value -> !word(value).equals("none"))) {
      return "suppressed";
    }
    if (ANSWERING_MACHINES.stream().anyMatch(headers::has)) {
      return "answering-machine";
    }
    if (types.contains("text/calendar")
        || headers.first("Content-Class").map(LoopGuard::isCalendar).orElse(false)) {
      return "calendar";
    }
    if (types.contains("message/disposition-notification")
        || (RECEIPT.matcher(subject).find() && types.contains("application/ms-tnef"))) {
      return "receipt";
    }
    if (MACHINE.matcher(sender).matches()) {
      return "machine-sender";
    }
    if (ABSENCE.matcher(subject).find()) {
      return "absence";
    }
    return null;
  }

  /** {@code no}, whatever its case, and whatever parameters and comments follow (RFC 3834 §5). */
  private static boolean saysNo(String value) {
    return word(value).equals("no");
  }

  private static String word(String value) {
    String bare = value.replaceAll("\\([^()]*\\)", " ");
    int end = bare.indexOf(';');
    return (end < 0 ? bare : bare.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private static boolean emptyReturnPath(Headers headers) {
    return headers.all("Return-Path").stream()
        .anyMatch(value -> value.replaceAll("\\s", "").equals("<>"));
  }

  private static boolean isCalendar(String value) {
    return value.toLowerCase(Locale.ROOT).contains("calendar");
  }

  private static String reportType(Headers headers) {
    String type = headers.first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    int at = type.indexOf("report-type=");
    if (at < 0) {
      return "";
    }
    return type.substring(at + 12).replaceAll("^\"?([a-z-]*).*", "$1");
  }
}
