package org.inclusiondesk.mail.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.mail.jakarta.RawMail.parse;

import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.mail.IncomingMail;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who wrote a mail whose From field is oddly formed. */
class AuthorTest {
  private static final Mailbox SAM = new Mailbox("sam@icb.example");

  private static IncomingMail from(String field) {
    return parse("From: " + field + "\nContent-Type: text/plain; charset=utf-8\n\nhello");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "sam@icb.example. ~  ~ true",
        "Sam <sam@icb.example.> ~ Sam ~ true",
        "Sam <\u200bsam@icb.example> ~ Sam ~ false",
        "Sam <sam@icb.example\u200e> ~ Sam ~ false",
        "Sam <sam@icb.example\u00a0> ~ Sam ~ false",
        "\u200bsam@icb.example ~  ~ false",
        "Sam <sam(on (night) duty)@icb.example> ~ Sam ~ false",
        "Sam <sam@(the board's)icb.example>, Ben <ben@icb.example> ~ Sam ~ false",
        "The team: Sam <sam(x:y;)@icb.example>, Ben <ben@icb.example>; ~ The team: Sam ~ false",
        "Sam <sam@icb.example(a \\) b)> ~ Sam ~ false",
        "\"Sam <sam@icb.example> ~ Sam ~ true",
        "\"Sam <sam@icb.example>, Ben <ben@icb.example> ~ Sam ~ false",
        "\\\"Sam the Great\\\" <sam@icb.example> ~ Sam the Great ~ true",
        "Sam O\"Neill <sam@icb.example> ~ Sam O\"Neill ~ true",
        "Sam Staff (HR) sam@icb.example ~ Sam Staff (HR) ~ false",
        "Sam Staff (sam@icb.example ~ Sam Staff ~ false",
        "sam@icb.example <> ~  ~ false",
        "<sam@icb.example>, <> ~  ~ false",
      })
  void isRead(String field, @Nullable String name, boolean sole) {
    assertThat(from(field).from()).isEqualTo(SAM);
    assertThat(from(field).fromName()).isEqualTo(name);
    assertThat(from(field).soleAuthor()).isEqualTo(sole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sam <sam(@icb.example>, Ben <ben@icb.example>",
        "Sam <sam staff@icb.example>, Ben <ben@icb.example>",
        "The team: Sam <s\u200bam@icb.example>, Ben <ben@icb.example>",
        "Sam .Staff@icb.example",
        "=?utf-8?q?sam=40icb.example?=@y.example",
        "=?utf-8?q?sam=40icb.example?= x=?utf-8?q?=20?=@y.example",
        "Sam <s\u200bam@icb.example>",
        "Sam <s@m@icb.example>, boss@icb.example",
        "Sam <sam@icb.example..>",
        "sam@icb..example",
      })
  void isNobodyElseWhereAnAddressCannotBeRead(String field) {
    assertThat(from(field).from()).isNull();
  }

  @Test
  void isNobodyElseBehindAVeryLongWord() {
    assertThat(from("x".repeat(80) + ".boss@icb.example").from()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: Sam Staff\nReply-To: <sam@icb.example>",
        "From: Sam Staff\nSender: Desk of HR <sam@icb.example>\nReply-To: x@y.example",
        "From: =?utf-8?Q?Sam_Staff?=\nReply-To: <sam@icb.example>\nReturn-Path: <x@y.example>",
        "From: Sam Staff <>\nReply-To: Somebody <sam@icb.example>",
        "From: Sam Staff <>\nReturn-Path: <sam@icb.example>",
      })
  void isWhoeverElseIsNamedBesideANameWithoutAnAddress(String fields) {
    IncomingMail mail = parse(fields + "\nSubject: x\n\nhello");

    assertThat(mail.from()).isEqualTo(SAM);
    assertThat(mail.fromName()).isEqualTo("Sam Staff");
    assertThat(mail.soleAuthor()).isFalse();
    assertThat(mail.automatic()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: Sam <sam@@icb.example>\nReply-To: x@y.example",
        "From: Sam <sam staff@icb.example>\nReply-To: x@y.example",
        "From: =?utf-8?Q?sam=40icb.example?=\nReply-To: x@y.example",
        "From: Sam\nFrom: sam staff@icb,example\nReply-To: x@y.example",
      })
  void isNobodyElseBesideABrokenAddress(String fields) {
    assertThat(parse(fields + "\nSubject: x\n\nhello").from())
        .isNotEqualTo(new Mailbox("x@y.example"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cron Daemon", "Mail Delivery Subsystem", "=?utf-8?Q?Backup?="})
  void isNobodyWhereOnlyTheReturnPathStandsBesideAName(String name) {
    IncomingMail mail =
        parse("From: " + name + "\nReturn-Path: <root@mx.example>\nSubject: x\n\nhello");

    assertThat(mail.from()).isNull();
  }

  @Test
  void isTheReturnPathWhereNothingElseIsSaid() {
    assertThat(parse("Return-Path: <sam@icb.example>\nSubject: x\n\nhello").from()).isEqualTo(SAM);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "From: Portal\\nReply-To: no-reply@icb.example | machine-sender",
        "From: No-Reply\\nReply-To: sam@icb.example | machine-sender",
        "From: MAILER-DAEMON\\nReply-To: sam@icb.example | bounce",
        "From: Mailer-Daemon (Mail System)\\nSender: sam@icb.example | bounce",
      })
  void isAMachineWhicheverOfTheTwoIs(String fields, String reason) {
    assertThat(parse(fields.replace("\\n", "\n") + "\nSubject: x\n\nhello").reason())
        .isEqualTo(reason);
  }
}
