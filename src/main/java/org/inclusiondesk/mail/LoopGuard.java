package org.inclusiondesk.mail;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * Tells mail that a person wrote from mail that a machine sent and that must not be answered (RFC
 * 3834 §2 and §5). In doubt for the person where only a word speaks against him, for the machine
 * where a header does.
 */
public final class LoopGuard {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
  private static final Set<String> BULK =
      Set.of("bulk", "junk", "list", "auto_reply", "auto-reply", "autoreply");

  /** How answering machines name the field in which they say so; whoever made them chose a name. */
  private static final Pattern ANSWERING_MACHINE =
      Pattern.compile(
          "x-(?:(?!no-)\\w{1,20}-)?"
              + "(?:auto[-_]?(?:respon(?:se|d|der)|submitted|repl(?:y|ied)|generated)"
              + "|holiday-?reply|machine-?generated)(?:-(?:from|version))?"
              + "|x-cron-env|x-loop",
          FLAGS);

  private static final String AUTORESPONDER = "autoresponder";
  private static final String FAILED_RECIPIENTS = "X-Failed-Recipients";

  /** What a delivery status says of mail that arrived or went on its way (RFC 3464 §2.3.3). */
  private static final Set<String> ARRIVED = Set.of("delivered", "relayed", "expanded");

  private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");

  /** One of them forwards what people wrote, and says so. */
  private static final Set<String> SAY_NO =
      Set.of("", "no", "none", "false", "0", "off", "forward");

  /** What suppresses nothing, or receipts and notes of absence: people's mail may ask for that. */
  private static final Set<String> SUPPRESS_NO_ANSWER =
      Set.of("none", "dr", "ndr", "rn", "nrn", "oof");

  /** What Exchange writes besides into people's mail to many. */
  private static final String SUPPRESSES_ANSWERS = "autoreply";

  /** Outlook writes them, and so does Exchange below the mail of people. */
  private static final List<String> THREAD = List.of("Thread-Index", "Thread-Topic");

  private static final Pattern MACHINE =
      Pattern.compile(
          "(?:.*[._+-])?(?:no|not|donot|dont|do[._-]not)[._-]?reply(?:[._+-].*)?"
              + "|mailer[._-]?daemon|mail-daemon|auto[._-]?(?:reply|respond(?:er)?|mailer)"
              + "|bounces?(?:[+=-].*)?|listserv|majordomo|.+-(?:request|owner|bounces)");
  private static final Pattern DAEMON =
      Pattern.compile("mailer[._-]?daemon|mail-daemon|maildaemon|mdaemon");

  /** The return path of what nobody sent, or a post office without an address of its own. */
  private static final Pattern NOBODY =
      Pattern.compile("<(?:mailer[._-]?daemon)?>|mailer[._-]?daemon", FLAGS);

  private static final Pattern POST_OFFICE =
      Pattern.compile(
          "mailer[._-]?daemon|mail-?daemon|post[._-]?master|mdaemon|bounces?.*"
              + "|mail[._-]?(?:delivery|system|er|server|admin)|delivery[._-]?(?:system|report)");
  private static final Pattern POST_OFFICE_NAME =
      Pattern.compile(
          "(?:mail|message|e-?mail) (?:delivery|transfer|transport) \\w{0,20}"
              + "|mail administrator|mailer[ -]?daemon|mail system|postmaster",
          FLAGS);
  private static final Pattern ABSENCE =
      Pattern.compile(
          "^\\s*\\W?(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response|answer|respond\\w*)"
              + "|(?:out of|away from) (?:the |my )?office(?: (?:auto)?reply| re(?=:))?|vacation (?:reply|response|message)"
              + "|automatische antwort|abwesenheits?(?:notiz|nachricht|assistent)|(?:auto|ooo|abwesend|afwezig|poissa"
              + "|fuori sede|risposta non al computer)(?=\\s*[:\\[(：])"
              + "|automatisch antwoord|afwezigheids?\\w*"
              + "|réponse automatique|message d['’]absence|absence du bureau"
              + "|risposta automatica|fuori ufficio|respuesta automática|fuera de (?:la )?oficina"
              + "|resposta automática|autosvar|automatisk (?:svar|svar från|besked)"
              + "|automaattinen vastaus|odpowiedź automatyczna|automatyczna odpowiedź"
              + "|automatická odpoveď|automatická odpověď|automatikus válasz|otomatik yanıt"
              + "|răspuns automat|автоматический ответ|автоответ|自動返信|自動応答|自动回复|自動回覆"
              + "|자동 회신)\\s*(?:[:\\[(：]|\\W?$)"
              + "|^\\s*ooo\\s+[-–]\\s"
              + "|^\\s*(?:auto:\\s*)?(?!(?:my|our|your|the|his|her|their|if)\\b)\\p{L}[\\p{L}.'’-]{0,30}(?: \\p{L}[\\p{L}.'’-]{0,30}){1,3}"
              + " is (?:currently )?out of the office"
              + "(?:\\.|\\s*\\(.{1,60}\\)| (?:until|from|and) .{1,60})?\\s*$",
          FLAGS);
  private static final Pattern RECEIPT =
      Pattern.compile(
          "^\\s*(?:read|not read|deleted|lu|non lu|gelesen|ungelesen gelöscht|gelezen|letto|leído"
              + "|lida|läst|lest|læst|luettu|przeczytano|return receipt \\(displayed\\))\\s*(?::|-|$)",
          FLAGS);
  private static final Pattern COMPLAINT =
      Pattern.compile(
          "^\\s*(?:complaint about message from|e-?mail feedback report for ip)\\b", FLAGS);
  private static final Pattern FAILED_DELIVERY =
      Pattern.compile(
          "undeliver|non[ -]?deliver|not (?:be )?delivered|failure notice|returned mail"
              + "|(?:delivery|mail|message)\\s+(?:\\w+\\s+){0,3}(?:fail|error|problem|return|delay)"
              + "|fail(?:ed|ure)\\b.{0,80}\\b(?:deliver|mail|message|send)"
              + "|delivery\\s+(?:status|notification|report|incomplete)|returned? to sender"
              + "|could ?n[o']t (?:be )?(?:sent|send|deliver)|unzustellbar|nicht zugestellt"
              + "|non remis|non distribu|non recapitat|mancato recapito|no se puede entregar"
              + "|no entregad|niet (?:worden )?bezorgd|onbestelbaar|não entreg|kan inte levereras"
              + "|kunde inte levereras|kunne ikke leveres|kan ikke leveres|não foi possível entregar"
              + "|non recapitabil|niedostarczon|nie dostarczono|nedoručit|nedoručen|kézbesíthetetlen"
              + "|ei voitu toimittaa|teslim edilemedi|imposible entregar|nie można dostarczyć|недоставлен|не доставлен"
              + "|mail system error|error sending|bounce|配信できません|送信できません|メールエラー"
              + "|無法傳遞|退信|配達不能|배달되지",
          FLAGS);

  /** How a server begins that reports what it could not deliver, or the refusal that it quotes. */
  private static final Pattern SERVERS_WORDS =
      Pattern.compile(
          "\\b[45]\\d\\d[ -][45]\\.\\d{1,3}\\.\\d{1,3}\\b|\\b55\\d\\s?-?\\s?[^\\d\\n]{0,60}"
              + "(?:user|mailbox|address|recipient)|mailbox (?:is )?(?:full|unavailable)"
              + "|(?:user|recipient|address|mailbox) (?:is )?(?:unknown|not found|rejected)"
              + "|unknown (?:user|recipient|local)|over ?quota|quota exceeded"
              + "|\"notificationType\"\\s*:\\s*\"Bounce\"",
          FLAGS);

  /** Words of which a server's report begins and nobody's forwarded complaint. */
  private static final String SERVER_NAMES_ITSELF =
      "this is the (?:mail|postfix|qmail|e-?mail|mailer)\\b|hi\\. this is the\\b"
          + "|this message was created automatically by mail delivery software"
          + "|delivery (?:to the following|has failed to|is delayed to)";

  private static final Pattern SERVER_REPORTS =
      Pattern.compile("^\\W*(?:" + SERVER_NAMES_ITSELF + ")", FLAGS);
  private static final Pattern SERVER_SPEAKS =
      Pattern.compile(
          "^\\W*(?:"
              + SERVER_NAMES_ITSELF
              + "|i'?m (?:sorry|afraid)\\W{1,3}(?:i|your|we)\\b.{0,40}(?:deliver|sent|message)"
              + "|(?:your|the following) (?:e-?mail |mail |message ).{0,80}"
              + "(?:not (?:be )?(?:delivered|reach\\b)|undeliverable|could not be (?:delivered|sent)|was rejected)"
              + "|your message\\s+(?:to|did not|wasn't|could)\\b.{0,120}"
              + "(?:deliver|reach\\b|block|reject|undeliverable))",
          FLAGS | Pattern.DOTALL);
  private static final int BEGINNING = 1500;
  private static final String ARMOUR = "-----BEGIN PGP MESSAGE-----";

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
   * @param text of the mail; blank where there is none
   * @param types the content types of all parts in lower case, the mail's own first
   * @param actions what delivery statuses in it say to have become of receivers, in lower case; an
   *     empty word where one leaves that open
   */
  public static Verdict judge(
      Headers headers,
      @Nullable Mailbox from,
      String subject,
      String text,
      List<String> types,
      Set<String> actions) {
    String sender = sender(headers, from);
    String beginning = text.substring(0, Math.min(text.length(), BEGINNING));
    if (reportsArrival(headers, actions)) {
      return new Verdict(false, "report");
    }
    if (isBounce(headers, sender, subject, beginning, types)) {
      return new Verdict(true, "bounce");
    }
    String automatic = automatic(headers, sender, subject, types);
    return new Verdict(false, automatic == null ? sealed(text, types) : automatic);
  }

  /**
   * Why only people can read it, in the mail program that holds the keys or knows the form: nothing
   * of it is known here, so nothing is answered.
   */
  private static @Nullable String sealed(String text, List<String> types) {
    if (types.contains("application/pkcs7-mime")
        || types.contains("multipart/encrypted")
        || text.stripLeading().startsWith(ARMOUR)) {
      return "encrypted";
    }
    return types.contains("application/ms-tnef") ? "winmail" : null;
  }

  /**
   * The local part of the sender. Where the From field holds no address, whoever else is named
   * stands in for it: its last word goes before, if that is a machine's, or if nobody is named.
   */
  private static String sender(Headers headers, @Nullable Mailbox from) {
    String field = headers.first("From").orElse("");
    String word =
        from == null || field.indexOf('@') < 0
            ? lastWord(COMMENT.matcher(field).replaceAll(" "))
            : "";
    boolean machine = MACHINE.matcher(word).matches() || POST_OFFICE.matcher(word).matches();
    return from == null || machine
        ? word
        : from.value().substring(0, from.value().lastIndexOf('@')).toLowerCase(Locale.ROOT);
  }

  private static String lastWord(String field) {
    String[] words = field.split("[^A-Za-z0-9._+-]+", 50);
    for (int i = words.length - 1; i >= 0; i--) {
      if (!words[i].isEmpty()) {
        return words[i].toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  /** Whether a post office says that all went well, as a sender may ask to be told (RFC 3461). */
  private static boolean reportsArrival(Headers headers, Set<String> actions) {
    return !actions.isEmpty() && ARRIVED.containsAll(actions) && !headers.has(FAILED_RECIPIENTS);
  }

  private static boolean isBounce(
      Headers headers, String sender, String subject, String beginning, List<String> types) {
    if (types.contains("message/delivery-status")
        || types.contains("message/global-delivery-status")
        || reportType(headers).equals("delivery-status")
        || headers.has(FAILED_RECIPIENTS)
        || DAEMON.matcher(sender).matches()) {
      return true;
    }
    boolean postOffice = POST_OFFICE.matcher(sender).matches() || isPostOfficeName(headers);
    boolean machine =
        postOffice
            || emptyReturnPath(headers)
            || types.contains("multipart/report")
            || !headers.all("Auto-Submitted").stream().allMatch(LoopGuard::saysNo);
    if (machine && FAILED_DELIVERY.matcher(subject).find()) {
      return true;
    }
    if (SERVER_SPEAKS.matcher(beginning).find()) {
      return machine
          || MACHINE.matcher(sender).matches()
          || (returnsTheMail(types)
              && (SERVER_REPORTS.matcher(beginning).find()
                  || SERVERS_WORDS.matcher(beginning).find()));
    }
    return (postOffice || MACHINE.matcher(sender).matches())
        && SERVERS_WORDS.matcher(beginning).find();
  }

  private static boolean isPostOfficeName(Headers headers) {
    String name = headers.first("From").orElse("");
    int address = name.indexOf('<');
    return POST_OFFICE_NAME
        .matcher((address < 0 ? "" : name.substring(0, address)).replace("\"", "").strip())
        .matches();
  }

  private static boolean returnsTheMail(List<String> types) {
    return types.contains("message/rfc822") || types.contains("text/rfc822-headers");
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
    if (headers.all("Precedence").stream().anyMatch(value -> BULK.contains(firstWord(value)))
        || headers.all("Preference").stream().anyMatch(value -> BULK.contains(firstWord(value)))) {
      return "precedence";
    }
    boolean thread = THREAD.stream().anyMatch(headers::has);
    if (headers.all("X-Auto-Response-Suppress").stream()
        .anyMatch(value -> suppressesAnswers(value, thread))) {
      return "suppressed";
    }
    if (isAnsweringMachine(headers)) {
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
    if (isComplaint(subject, types)) {
      return "complaint";
    }
    if (MACHINE.matcher(sender).matches()) {
      return "machine-sender";
    }
    if (ABSENCE.matcher(subject).find()) {
      return "absence";
    }
    return null;
  }

  /** A provider's report of mail that somebody called spam (RFC 5965, and those before it). */
  private static boolean isComplaint(String subject, List<String> types) {
    return types.contains("message/feedback-report") || COMPLAINT.matcher(subject).find();
  }

  /** {@code no}, whatever its case, and whatever parameters and comments follow (RFC 3834 §5). */
  private static boolean saysNo(String value) {
    return word(value).equals("no");
  }

  private static String word(String value) {
    String bare = COMMENT.matcher(value).replaceAll(" ");
    int end = bare.indexOf(';');
    return (end < 0 ? bare : bare.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private static String firstWord(String value) {
    return word(value).split("[,\\s]", 2)[0];
  }

  private static boolean isAnsweringMachine(Headers headers) {
    return headers.fields().stream()
            .filter(field -> ANSWERING_MACHINE.matcher(field.name()).matches())
            .anyMatch(field -> !SAY_NO.contains(word(field.value())))
        || headers.all("Delivered-To").stream().anyMatch(v -> word(v).equals(AUTORESPONDER))
        || headers.all("X-POST-MessageClass").stream()
            .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(AUTORESPONDER));
  }

  /**
   * Whether a mail asks not to be answered by machines, and its sender so seems to be one. Exchange
   * asks so too for people who write to many: in a mail of theirs, one of many words proves
   * nothing.
   *
   * @param thread whether Outlook marked the thread that the mail belongs to
   */
  private static boolean suppressesAnswers(String value, boolean thread) {
    String bare = COMMENT.matcher(value).replaceAll(" ").toLowerCase(Locale.ROOT);
    List<String> words =
        Stream.of(bare.split("[,;\"\\s]+", 50)).filter(word -> !word.isEmpty()).toList();
    return words.isEmpty()
        || !words.stream()
            .allMatch(
                word ->
                    SUPPRESS_NO_ANSWER.contains(word)
                        || (thread && words.size() > 1 && word.equals(SUPPRESSES_ANSWERS)));
  }

  private static boolean emptyReturnPath(Headers headers) {
    return headers.all("Return-Path").stream()
        .anyMatch(value -> NOBODY.matcher(value.replaceAll("\\s", "")).matches());
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
