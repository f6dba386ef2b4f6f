package org.inclusiondesk.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n\nOn 3 Nov 2026, at 10:00, Desk <desk@icb.example> wrote:\n> old\n> older",
        "\n\nOn Tue, 3 Nov 2026 at 10:00, The Inclusion Desk\n<desk@icb.example> wrote:\n\n> old",
        "\n\n-----Original Message-----\nFrom: Desk\nold",
        "\n\nFrom: Desk <desk@icb.example>\nSent: 3 November 2026 10:00\nTo: Sam\nSubject: x\n\nold",
        "\n________________________________\nFrom: Desk\nSent: today\nTo: Sam\n\nold",
        "\n-- \nSam Staff\nKent",
        "\n\nSent from my iPhone",
        "\n\nGet Outlook for iOS<https://example.org>",
        "\n\nThis message may contain confidential information. If you are not the intended\nold",
        "\n\nLe 3 nov. 2026 à 10:00, Desk <desk@icb.example> a écrit :\n> old",
        "\n> a quoted line that is so long that a mail program breaks it into two of\nits own\n> old",
        "\n\nOn 3 Nov 2026 at 10:00,\nThe Desk\n<desk@icb.example>\nwrote:\n\n> old",
        "\nOn 3 Nov 2026, Desk <desk@icb.example> wrote:\nold without marks",
        "\n\nAm 03.11.2026 um 10:00 schrieb Desk <desk@icb.example>:\n> old",
        "\n\nDesk <desk@icb.example> schrieb am Di., 3. Nov. 2026, 10:00:\n\n> old",
        "\n\nEl mar, 3 nov 2026 a las 10:00, Desk (<desk@icb.example>)\nescribió:\n\n> old",
        "\n\nIl giorno mar 3 nov 2026 alle ore 10:00 Desk\n<desk@icb.example> ha scritto:\n\n> old",
        "\n\nOp di 3 nov. 2026 om 10:00 schreef Desk <desk@icb.example>:\n\n> old",
        "\n\nEm ter., 3 de nov. de 2026 às 10:00, Desk <desk@icb.example> escreveu:\n\n> old",
        "\n\nDen tis 3 nov. 2026 kl 10:00 skrev Desk <desk@icb.example>:\n\n> old",
        "\n\nwt., 3 lis 2026 o 10:00 Desk <desk@icb.example> napisał(a):\n\n> old",
        "\n\nвт, 3 нояб. 2026 г. в 10:00, Desk <desk@icb.example>:\n\n> old",
        "\n\n3 ноября 2026 г., в 10:00, Desk <desk@icb.example> написал(а):\n\n> old",
        "\n\n2026年11月3日(火) 10:00 Desk <desk@icb.example>:\n\n> old",
        "\n\n2026/11/03 10:00、Desk <desk@icb.example>のメール：\n\n> old",
        "\n\n在 2026年11月3日，上午10:00，Desk <desk@icb.example> 写道：\n\n> old",
        "\n\n2026. 11. 3. 오전 10:00, Desk <desk@icb.example> 작성:\n\n> old",
        "\n\n2026-11-03 10:00 GMT+01:00 Desk <desk@icb.example>:\n\n> old",
        "\n\n*From:* Desk [mailto:desk@icb.example]\n*Sent:* 3 November 2026\n*To:* Sam\n\nold",
        "\n\nVon: Desk\nGesendet: Dienstag, 3. November 2026\nAn: Sam\nBetreff: x\n\nold",
        "\n\nDe : Desk\nEnvoyé : mardi 3 novembre 2026\nÀ : Sam\nObjet : x\n\nold",
        "\n\nDe: Desk\nEnviado: martes\nPara: Sam\nAsunto: x\n\nold",
        "\n\nDa: Desk\nInviato: martedì\nA: Sam\nOggetto: x\n\nold",
        "\n\nVan: Desk\nVerzonden: dinsdag\nAan: Sam\nOnderwerp: x\n\nold",
        "\n\nOd: Desk\nWysłano: wtorek\nDo: Sam\nTemat: x\n\nold",
        "\n\n差出人: Desk\n送信日時: 火曜日\n宛先: Sam\n件名: x\n\nold",
        "\n\nDate: Tue, 3 Nov 2026\nFrom: desk@icb.example\nTo: sam@icb.example\nSubject: x\nold",
        "\n\n-------- Ursprüngliche Nachricht --------\nold",
        "\n\n---------- Forwarded message ---------\nold",
        "\n\nBegin forwarded message:\n\nold",
        "\n\n##- Please type your reply above this line -##\nold",
        "\n\n--\nSam Staff\nKent",
        "\n\n____\nSam Staff",
        "\n\n- Sam",
        "\n\nSent from my Example Phone 4G",
        "\n\nSent from Outlook for Android<https://example.org/x>",
        "\n\nSent from Mail for Windows",
        "\n\nVon meinem iPhone gesendet",
        "\n\nGesendet mit der GMX Mail App",
        "\n\nEnvoyé de mon iPhone",
        "\n\nEnviado desde mi iPhone",
        "\n\nInviato da iPhone",
        "\n\nVerstuurd vanaf mijn iPhone",
        "\n\nSkickat från min iPhone",
        "\n\nWysłane z iPhone'a",
        "\n\nОтправлено с iPhone",
        "\n\niPhoneから送信",
        "\n\n发自我的 iPhone",
        "\n\nOutlook für Android beziehen<https://example.org>",
        "\n\nConfidentiality notice: this is privileged and for the addressee alone.",
        "\n\nDiese E-Mail enthält vertrauliche Informationen. Nur für den Empfänger bestimmt.",
        "\n\nPlease consider the environment before printing this e-mail.",
        "\n\n_______________________________________________\nstaff mailing list\nstaff@x.example",
        "\n\n********************************************************\n\nThis message may contain"
            + " confidential information. If you are not\nthe intended recipient, delete it.",
      })
  void keepsWhatIsNew(String rest) {
    assertThat(ReplyText.of("Yes, please." + rest)).isEqualTo("Yes, please.");
  }

  @Test
  void keepsAnswersBelowAndBetweenQuotations() {
    assertThat(
            ReplyText.of(
                "On 3 Nov 2026 Desk <desk@icb.example> wrote:\n> one?\n\nYes.\n\n> two?\n\nNo."))
        .isEqualTo("Yes.\n\nNo.");
  }

  @Test
  void keepsAShortAnswerRightBetweenTwoQuotations() {
    assertThat(ReplyText.of("> one?\nyes\n> two?\nno")).isEqualTo("yes\nno");
  }

  @Test
  void keepsWhatPrecedesAnIntroductionWithoutABlankLine() {
    assertThat(
            ReplyText.of(
                "I will look at 2 things\nOn 3 Nov 2026, Desk <desk@icb.example> wrote:\n> old"))
        .isEqualTo("I will look at 2 things");
  }

  @Test
  void keepsALongSecondHalfBelowTwoHyphens() {
    String half = "\n--\n" + "another line\n".repeat(20);

    assertThat(ReplyText.of("One." + half)).contains("another line");
    assertThat(ReplyText.of("One." + half.replace("--", "-- "))).isEqualTo("One.");
  }

  @Test
  void takesADisclaimerForTheMailWhereNothingStandsAboveIt() {
    assertThat(ReplyText.of("This message is confidential and intended for the desk. Join me."))
        .startsWith("This message");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[EXTERNAL EMAIL] This message originated from outside the organisation. Do not click\n"
            + "links or open attachments unless you know the content is safe.\n\n",
        "CAUTION: This email originated from outside of the organisation.\n\n",
        "[EXTERNAL]\n\n",
        "You don't often get email from sam@x.example. Learn why this is important<https://x>\n\n",
        "This message originated from outside of NHSmail. Please do not click links or open"
            + " attachments unless you recognise the sender and know the content is safe.\n",
        "WARNING: This email was sent from outside the Trust.\n________________\n\n",
      })
  void passesOverBannersOfMailServers(String banner) {
    assertThat(ReplyText.of(banner + "Yes, please.\nSam")).isEqualTo("Yes, please.\nSam");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "On Monday I wrote to HR: no answer.",
        "From: my point of view it is fine.\nThanks",
        "I have sent from my desk a request, and wait.",
        "One\n\nTwo -- three",
        "On Thursday:\n\nthe lift was broken.",
        "Something wrote:\nthat is no quotation.",
        "On 3 November I came.\nSam wrote to HR:\nnothing came back.",
        "This message is confidential: I want to leave the network.",
        "Please read.\n\nThis message is confidential, so tell nobody.",
        "Sent from my desk, where I wait for an answer.",
        "Sent from a magnificent machine",
        "To: whom it may concern\nFrom: a nurse\n\nHello",
        "- first\n- second\n- third",
        "begin\n-----\nend of a table",
        "Forwarded messages are not read here.",
        "Write above this line if you can.\nThanks",
        "My laptop warns: this email is outside my reach. Help",
        "Hello,\nThe information about my disability was disclosed to my team by mistake.",
        "Hello,\nThe information about disability was disclosed to the team by mistake.",
        "Hello,\nThis message is confidential, please do not disclose it to my manager. I want"
            + " to join the LGBT+ network.",
        "Hallo,\nDiese Nachricht ist vertraulich und nur für Sie bestimmt. Ich möchte beitreten.",
        "Sent on behalf of Priya (no email yet)\n\nPlease add her to the network.",
        "The form was\nsent by e-mail to your office last week\nand nobody answered.",
        "Hello,\n\nsent by e-mail to your office last week",
        "Guten Tag,\n\nIch habe Ihnen gestern eine Mail gesendet.",
        "Guten Tag,\nwir haben Ihnen gestern per Telefon und Post die Unterlagen gesendet.\nDanke.",
        "On 5 May I wrote to you with two questions:\n1. May I join?\n2. When?",
        "On 5 May 2026 at 10:00 I wrote to sam@icb.example and wrote:\n1. May I join?",
        "Am 5. Mai schrieb ich Ihnen Folgendes:\nIch möchte beitreten.",
        "Am 5. Mai um 10:15 schrieb ich Ihnen:\nIch möchte beitreten.",
        "In 2024 my manager wrote:\nYou may not join.\nIs that right?",
        "On 3 November 2025 at 10:00 my line manager wrote:\nYou may not join.",
        "Please add 01622 123456, Sam <sam@icb.example>:\nshe works on ward 4.",
        "Thank you\n\n_____\nName: Sam Staff\nNetwork: women",
        "This email is from outside work because I am off sick; please add me to the women's"
            + " network.",
        "The message is for all who work outside the hospital: can they join?",
        "External mail does not reach me, please ring.",
      })
  void keepsOrdinarySentences(String text) {
    assertThat(ReplyText.of(text)).isEqualTo(text);
  }

  @Test
  void keepsAParagraphAboveAQuotationThatNamesAnAddressForTheDesk() {
    String person =
        "Please also add my colleague Sam (sam.staff@icb.example, 01622 123456), details below:";

    assertThat(ReplyText.of(person + "\n\n> old")).isEqualTo(person);
  }

  @Test
  void passesOverARuleWithANameAndTelephoneNumbersBelow() {
    assertThat(ReplyText.of("Yes.\n\n_____\nSam Staff\nTel: 01622 123456")).isEqualTo("Yes.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CAUTION: This email originated from outside of the organisation. Do not click links. ",
        "[EXTERNAL EMAIL] ",
        "[EXTERNAL] ",
        "This message originated from outside of NHSmail. Please be careful. ",
      })
  void keepsWhatStandsBehindABannerInItsLine(String banner) {
    String person = "Please add me to the women's network, as I asked. " + "Really. ".repeat(40);

    assertThat(ReplyText.of(banner + person)).isEqualTo(person.strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sent from my ", "sent via my "})
  void takesItsTimeWithADeviceOfManyWords(String beginning) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (int length = 60; length <= 240; length += 20) {
            String device = "a".repeat(length);
            ReplyText.of((beginning + device + "!\n").repeat(300));
            ReplyText.of((beginning + device + ",\n").repeat(300));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "On ",
        "> ",
        "<a@b> ",
        "From: ",
        "wrote: ",
        "sent from my ",
        "-",
        "_ ",
        "\n-- \n",
        "external ",
        "this message ",
        "confidential ",
        "On x\n",
        "From: a@b\n",
        "你好 ",
        "1",
        "sent with x mail",
        "delivery error ",
        " \n",
        "\t",
        "(((",
        "* ",
        "the following message ",
        "-----\n",
        "-----\n\n\n",
        "---- to ----\n",
        "—————\n\n",
        "to: cc: ",
        "to: cc: from:\n",
        "from:a:to:b:",
        "On 1 at 1:00 a@b wrote\n\n",
        "On 1 at 1:00 <a@b> ",
        "12.\n",
        "sent from my x, please excuse ",
        "sent via x service ",
        "(sent from a ",
        "sent from my phone <https://x> "
      })
  void takesItsTimeEvenWithHostileText(String piece) {
    String hostile = piece.repeat(100_000 / piece.length());
    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          ReplyText.of(hostile);
          ReplyText.of("\n".repeat(50_000) + hostile);
          for (int length : new int[] {100, 239, 399, 400}) {
            String line = hostile.substring(0, length).replace('\n', ' ');
            ReplyText.of(("x" + line + "\n" + line + "!\n").repeat(100_000 / (2 * length)));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "On 1 2020 1:00 ",
        "x On 1 2020 1:00 a@b wrote: ",
        "_____\nA\n",
        "x:\n> a\n",
        "> (a\nb)\n",
        "-- a --",
        "a@b schrieb am 1.1.2020 1:00 ",
      })
  void takesItsTimeWithIntroductionsAndMarksOfAllKinds(String piece) {
    String hostile = piece.repeat(100_000 / piece.length());

    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          ReplyText.of(hostile);
          ReplyText.of((hostile.substring(0, 399).replace('\n', ' ') + "\n").repeat(250));
        });
  }

  @Test
  void leavesOutALongPassageAndWhatAProgramHeaded() {
    String answer = "My answer, with the old mail:";

    assertThat(ReplyText.of(answer + "\n" + "> old\n".repeat(21) + "Thank you"))
        .isEqualTo(answer + "\nThank you");
    assertThat(ReplyText.of(answer + "\n> From: a@b.example\n> To: me\n> Subject: x\nThank you"))
        .isEqualTo(answer);
    assertThat(ReplyText.of(answer + "\n> On 3 May 2026, a@b.example wrote:\n> old\nThank you"))
        .isEqualTo(answer + "\nThank you");
  }

  @Test
  void keepsAListBelowARule() {
    String list = "My points\n\n_____\n- late shifts\n- no breaks";

    assertThat(ReplyText.of(list + "\n\nOn 3 May 2026 at 10:00, a@b.example wrote:\n> old"))
        .isEqualTo(list);
  }
}
