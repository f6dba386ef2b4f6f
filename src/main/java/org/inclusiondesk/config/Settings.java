package org.inclusiondesk.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.mail.ClientCertificate;
import org.inclusiondesk.mail.ServerUrl;
import org.jspecify.annotations.Nullable;

/**
 * How this installation runs: {@code desk.yaml} and the environment, the latter winning.
 *
 * @param organisation whose staff the desk serves
 * @param http where it listens
 * @param dataDir where its files lie
 * @param bot its registration with Microsoft; null in the embedded default
 * @param mail its mailbox
 * @param requests how long requests are open and kept
 * @param keepCountsWeeks how long it is kept how often answers helped and questions had none
 * @param extraBankHolidays days beyond the computed ones
 * @param fieldKeys the keys of encrypted fields; null where the desk makes its own for trying out
 * @param signIn where guardians sign in; null where they do not
 */
public record Settings(
    String organisation,
    Http http,
    Path dataDir,
    @Nullable Bot bot,
    Mail mail,
    Requests requests,
    int keepCountsWeeks,
    List<LocalDate> extraBankHolidays,
    @Nullable Secret fieldKeys,
    @Nullable SignIn signIn) {

  /** Whether people rely on it: an app id is configured. */
  public boolean production() {
    return bot != null;
  }

  /**
   * Where the service listens.
   *
   * @param bind the address; a loopback one in the embedded default
   * @param port 0 lets the system choose
   * @param publicUrl how people reach it, without a slash at the end; null means the address it
   *     listens on
   * @param metricsPort a loopback port for {@code /metrics} in production
   */
  public record Http(String bind, int port, @Nullable URI publicUrl, int metricsPort) {}

  /**
   * The bot's single-tenant registration.
   *
   * @param openIdMetadata where the keys of the Bot Connector are described; null means Microsoft's
   * @param tokenEndpoint where the bot gets its own tokens; null means Microsoft's for the tenant
   */
  public record Bot(
      String appId,
      String tenantId,
      Secret password,
      @Nullable URI openIdMetadata,
      @Nullable URI tokenEndpoint) {}

  /** Whose word about the sender of a mail is believed. */
  public enum Trust {
    NONE,
    AUTHSERV_ID,
    EXCHANGE_ONLINE
  }

  /**
   * The desk's mailbox.
   *
   * @param address the desk's own
   * @param team where people read; may be the same
   * @param teamMembers own addresses of people who may answer for the team; perhaps none
   * @param incoming where mail is read; null means the mail server inside
   * @param outgoing where mail is sent; null means the mail server inside
   * @param authservId present where {@code trust} asks for it
   * @param nullEnvelopeSender whether automatic mail leaves with the empty envelope sender
   * @param perMinute how many mails leave in a minute at most
   * @param alarmAfterMinutes how long the mailbox may be away before the desk raises an alarm
   * @param tokens how the desk gets what it logs in with; null where it logs in with passwords
   */
  public record Mail(
      Mailbox address,
      Mailbox team,
      List<Mailbox> teamMembers,
      @Nullable ServerUrl incoming,
      @Nullable ServerUrl outgoing,
      Trust trust,
      @Nullable String authservId,
      boolean nullEnvelopeSender,
      int pollSeconds,
      int dailyToOneAddress,
      int dailyInAll,
      int giveUpAfterDays,
      int perMinute,
      int alarmAfterMinutes,
      @Nullable Tokens tokens,
      int innerSmtpPort,
      int innerImapPort) {
    public Mail {
      teamMembers = List.copyOf(teamMembers);
    }

    /** Whether the mail server inside is used. */
    public boolean inner() {
      return incoming == null && outgoing == null;
    }
  }

  /**
   * The desk's client at a token endpoint (OAuth 2).
   *
   * @param endpoint an https address, or one on this machine
   * @param secret null where a certificate proves the client
   * @param certificate null where a secret proves the client
   */
  public record Tokens(
      URI endpoint,
      String clientId,
      @Nullable Secret secret,
      @Nullable ClientCertificate certificate,
      String scope) {}

  /**
   * Where guardians sign in (OpenID Connect).
   *
   * @param issuer without a slash at its end
   * @param claim which claim names the person
   */
  public record SignIn(URI issuer, String clientId, Secret secret, String claim) {}

  /** How long requests to join and leave are open and kept, and how many may wait unconfirmed. */
  public record Requests(int openDays, int keepDays, int unconfirmedInAllPerDay) {}
}
