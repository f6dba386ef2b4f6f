package org.inclusiondesk.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inclusiondesk.config.ShippedContent;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.understanding.Intent.Smalltalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnderstandingTest {
  private final Understanding understanding = ShippedContent.load().understanding;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Which objectives has the ICB got for inclusion?",
        "Dear desk, when was the KMPT report published? Yours, Tim",
        "who looks after demographic data at the trust",
        "whats a safe environment score",
        "what would one get out of a staff network",
      })
  void hearsQuestions(String text) {
    assertThat(understanding.understand(text)).isInstanceOf(Intent.Question.class);
  }

  @ParameterizedTest
  @CsvSource({
    "Kindly enrol me in the women's network., women",
    "wud luv 2 join the lgbt netwrk, lgbt",
    "how might someone go about joining the pride network, lgbt",
    "please would you sign me up to the BME group, bame",
  })
  void hearsTheWishToJoinANamedNetwork(String text, String network) {
    assertThat(understanding.understand(text))
        .isEqualTo(new Intent.Join(List.of(new NetworkId(network))));
  }

  @Test
  void namesNoNetworkWhereThePersonNamedNone() {
    assertThat(understanding.understand("I would really like to join a network"))
        .isEqualTo(new Intent.Join(List.of()));
  }

  @Test
  void offersEveryNetworkThatFits() {
    assertThat(understanding.understand("I am a blind Korean woman and want to join a network"))
        .isEqualTo(
            new Intent.Join(
                List.of(
                    new NetworkId("bame"), new NetworkId("disability"), new NetworkId("women"))));
  }

  @ParameterizedTest
  @CsvSource({
    "Please strike me off the women's network, women",
    "i want to quit the LTC network, disability",
    "how could a person leave the BAME network, bame",
    "would you wipe my name off the rainbow list, lgbt",
    "Leave. LGBT., lgbt",
  })
  void hearsTheWishToLeave(String text, String network) {
    assertThat(understanding.understand(text))
        .isEqualTo(new Intent.Leave(List.of(new NetworkId(network))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I don't want to join, just wondering what the women's network does",
        "I should like to learn more about the LGBT network",
        "not looking to join the pride network, only curious what it is",
      })
  void takesNoWishFromWhoSaysThereIsNone(String text) {
    assertThat(understanding.understand(text)).isInstanceOf(Intent.Question.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I wish to file a report on bullying by a colleague",
        "my boss keeps making racist jokes about me",
        "he put his hand on my knee again today",
        "what is the bullying score? my manager bullies me every day",
        "someone in our office is forging the records and nobody dares to say so",
        "Hello, I cannot sleep because of how my team treats me. Please tell nobody. K.",
        "they laugh at my accent",
        "Thanks so much for yesterday. My manager hits me when nobody looks.",
        "Please add me to the women's network. My manager keeps touching me.",
      })
  void hearsConcernsThatAreAndAreNotCalledSo(String text) {
    assertThat(understanding.understand(text)).isEqualTo(new Intent.Concern());
  }

  @ParameterizedTest
  @CsvSource({
    "good afternoon, GREETING",
    "many thanks for that, THANKS",
    "goodbye, BYE",
    "what can you do, HELP",
  })
  void isPoliteInReturn(String text, Smalltalk.Kind kind) {
    assertThat(understanding.understand(text)).isEqualTo(new Smalltalk(kind));
  }

  @Test
  void hearsTheQuestionBehindAGreeting() {
    assertThat(understanding.understand("hello, who are KMPT?"))
        .isInstanceOf(Intent.Question.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xyzzy plugh quux", "florb", "kjhgf", "Snorfle wubba"})
  void takesNothingForSmallTalkThatHoldsNoWord(String text) {
    assertThat(understanding.understand(text)).isInstanceOf(Intent.Question.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n ", "…", "???"})
  void saysSoWhereNothingWasSaid(String text) {
    assertThat(understanding.understand(text)).isEqualTo(new Intent.Unclear());
  }

  @Test
  void readsAnyLengthOfText() {
    assertThat(understanding.understand("network \uD83D\uDE00 \u202E ".repeat(50_000))).isNotNull();
  }

  @Test
  void showsNothingOfWhatWasSaid() {
    assertThat(understanding.understand("who are KMPT?")).hasToString("Question[]");
    assertThat(understanding.understand("sign me up to the women's network")).hasToString("Join[]");
  }

  @ParameterizedTest
  @EnumSource(Smalltalk.Kind.class)
  void matchCallsTheFunctionOfItsKind(Smalltalk.Kind kind) {
    Intent intent = new Smalltalk(kind);

    assertThat(
            intent.<String>match(
                q -> "question",
                j -> "join",
                l -> "leave",
                c -> "concern",
                s -> s.kind().name(),
                u -> "unclear"))
        .isEqualTo(kind.name());
  }
}
