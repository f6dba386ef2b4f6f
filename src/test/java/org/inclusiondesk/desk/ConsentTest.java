package org.inclusiondesk.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.inclusiondesk.desk.Consent.Says;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Yes",
        "yes please",
        "YES",
        "Yes, that was me.",
        "Yes, again.",
        "yep that's me",
        "Yep, that’s me",
        "Confirmed",
        "Confirmed, many thanks",
        "Confirm",
        "I confirm",
        "I can confirm this was me",
        "I'd like to confirm my request please",
        "Please confirm my request",
        "Yes, no problem",
        "no problem, yes",
        "Yes, no problem at all!",
        "I confirm - no need to ring",
        "I confirm, no need to ring.",
        "No worries, confirmed.",
        "It was me",
        "this is me :)",
        "I did ask for this",
        "Please go ahead",
        "ok",
        "OK, thanks",
        "Sure",
        "Correct.",
        "Thanks",
        "Thank you very much!",
        "Hi team,\n\nKind regards,\nSam",
        "Hello,\n\nYes please.\n\nKind regards\nSam Taylor\nStaff Nurse, Ward 3",
        "Good morning\nThanks\nSam",
        "Sorry I didn't see this until now. Yes, it was me.",
        "Yes, I don't mind.",
        "Yes please sign me up",
        "Yes I do want to join the women's network please",
        "Agreed",
        "That is correct, thank you",
        "Just replying to confirm as asked.",
        "No objections from me, please go ahead",
        "Yes of course",
        "YES. Regards, Mo Al-Amin | Band 6 Nurse | Ward 5",
        "👍",
        "\uD83D\uDC4D\uD83C\uDFFD",
        "Yes please, thanks for checking",
        "Yes please. When will I hear back?",
        "Yes. My manager bullies me",
        "I would like to confirm this please. Thank you",
        "Yes, please go ahead. Sam",
        "Yes\n\nKind regards\nSam Lee\nsam.lee@icb.example",
        "Yes, I confirm it was me",
        "Please confirm your request KMC-0123456789ABCDEFGHJKMNPQRS\nyes",
        "KMC-0123456789ABCDEFGHJKMNPQRS",
        "Yes\n\nSomebody, most likely you, has asked the Inclusion Desk to pass on a request. If it"
            + " was not you, do nothing."
      })
  void hearsHowPeopleSayYes(String text) {
    assertThat(Consent.in(text).says()).isEqualTo(Says.YES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No",
        "NO",
        "no thanks",
        "Thanks but no thanks",
        "Nope",
        "No, that was not me",
        "No that wasn’t me!",
        "Hi, no, this was not me. Thanks, Sam",
        "Not me",
        "Wasn't me",
        "I did not ask for this",
        "I didn't request anything",
        "I have never asked for this.",
        "I haven't made this request",
        "Please do not pass anything on",
        "please don't",
        "I don't want to join",
        "I do not confirm",
        "I cannot confirm this",
        "Please cancel this",
        "Cancel",
        "STOP",
        "Can you please cancel this?",
        "Who is this?",
        "Who are you?",
        "Wrong person",
        "You have got the wrong address",
        "This must be a mistake",
        "Please remove my address",
        "I'm not interested",
        "Somebody else must have used my address",
        "What is this? I never asked for it.",
        "Ok, please cancel it",
        "I have changed my mind",
        "Absolutely not",
        "Of course not!",
        "Certainly not me",
        "I can confirm it was not me",
        "I confirm that I did not request this",
        "This request was not made by me.",
        "I won't be confirming this",
        "Don't!",
        "👎",
        "Kind regards, Sam. It was not me."
      })
  void hearsHowPeopleSayNo(String text) {
    assertThat(Consent.in(text).says()).isEqualTo(Says.NO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "What is this?",
        "What is this about? Kind regards, Sam",
        "Ok so what is this?",
        "Yes? What do you want",
        "Yes, what is this?",
        "Is this genuine?",
        "Is this spam?",
        "I don't know what this is",
        "Not sure",
        "Yes, but I want the women's network, not the LGBT one",
        "Yes, please cancel it",
        "No problem",
        "Please remove me from the network",
        "Can I cancel?",
        "Help",
        "Noted",
        "??",
        "Yes??",
        "I think it was me but can't be sure",
        "It was definitely no mail of mine that was me",
        "Can you tell me more before I confirm?",
        "Thank you for your mail, your call has been logged as INC0042",
        "Please confirm what I am said to have asked for",
        "Thanks. I would like to hear more about it first.",
        "I will be out of the office until Monday 3 May. For urgent matters call the ward.",
        "My manager has seen this mail and I am worried about it now",
        "Fwd: Please confirm your request\nYes",
        "FW: Please confirm your request\nNo, that was not me",
        "WG: Please confirm your request\n",
        "您好",
        "Before I confirm I would like to know which details are shared",
        "I will confirm later",
        "how do I confirm",
        "I have nothing to confirm",
        "I was asked to confirm this. I have heard of you elsewhere.",
        "Please confirm this is genuine",
        "I doubt this was me",
        "IT have confirmed it is malicious",
        "This is definitely junk",
        "please do explain",
        "Please add me to your block list",
        "Yes once I have spoken to somebody",
        "Yes, as long as my manager is not told",
        "Yes, tell me more first",
        "Yes, this is my mail. Nobody asked me",
        "Yes but not my work email",
        "Thank you for letting me know.",
        "Thank you for your email.\n\nKind regards\nIT Service Desk",
        "Thanks for checking with me",
        "Great",
        "\uD83D\uDE21",
        "\u26D4"
      })
  void leavesToPeopleWhatIsNeither(String text) {
    assertThat(Consent.in(text).says()).isEqualTo(Says.NEITHER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Yes, that was me.",
        "Hi all, yes please. Kind regards, Sam Taylor",
        "No, that was not me",
        "No thank you. Sam",
        ""
      })
  void keepsNothingForPeopleOfWhatIsSaidInFull(String text) {
    assertThat(Consent.in(text).rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Yes please. When will I hear back?",
        "Yes. My manager bullies me",
        "No, I never asked. Somebody is playing tricks on me",
        "yes that was me and also i wonder whom i can talk to about my team",
        "Yes. I WANT TO TALK"
      })
  void keepsForPeopleWhatIsSaidBesides(String text) {
    assertThat(Consent.in(text).rest()).isNotEmpty();
  }

  @Test
  void takesNothingForAYesWhoseEndItDoesNotRead() {
    assertThat(Consent.in("Yes\n" + "and so on. ".repeat(500) + "No.").says())
        .isEqualTo(Says.NEITHER);
    assertThat(Consent.in("yes " + "and so on ".repeat(50) + "no").says()).isEqualTo(Says.NEITHER);
  }

  @Test
  void takesItsTimeWithNoText() {
    for (String filling : new String[] {"no ", "i ", "not ", "? ", "don't ", "hi ", "- ", "KMC-"}) {
      Consent.in(filling.repeat(200_000 / filling.length()));
    }
  }

  @Test
  void showsNothingOfWhatWasSaid() {
    assertThat(Consent.in("Yes. Secretword").toString()).doesNotContain("Secretword");
  }
}
