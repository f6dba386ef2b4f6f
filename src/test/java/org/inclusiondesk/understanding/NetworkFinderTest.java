package org.inclusiondesk.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.inclusiondesk.config.ShippedContent;
import org.inclusiondesk.conversation.NetworkId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkFinderTest {
  private final ShippedContent content = ShippedContent.load();
  private final NetworkFinder finder =
      new NetworkFinder(content.networks, content.language.otherGroups(), content.normaliser);

  @ParameterizedTest
  @CsvSource({
    "the LGBTQIA+ group please, lgbt",
    "ladies network, women",
    "womans netwrok, women",
    "disabilty network, disability",
    "network for neurodivergent staff, disability",
    "global majority group, bame",
    "I'm of Ghanaian descent, bame",
    "I have coeliac and asthma, disability",
    "LGTB network, lgbt",
    "the B.A.M.E. network, bame",
    "bmae please, bame",
    "wimmins group, women",
    "'for lesbian, gay, bi and trans staff', lgbt",
    "I am filipina and wish to meet the other bame staff, bame",
    "the network for staff of colour, bame",
    "the gay and lesbian network, lgbt",
    "I came out at work this year, lgbt",
    "the BAMR netwrok, bame",
    "Sign me up. Women's., women",
    "I am a Yoruba man, bame",
    "I am questioning my gender identity, lgbt",
    "my son is gay and I want to stand with him. Can mum sign for the LGBT?, lgbt",
    "is there room for a mum among the LGBT+ people at work, lgbt",
    "diagnosed with MS and the occy health lady said there's a group, disability",
    "my mum is deaf and so am I, disability",
    "please put me on your ladies' list, women",
    "I'm a mum - tell me how, women",
    "PSTD here, disability",
    "add me to the Bane network, bame",
    "the group for people who are deaf - and I am gay, disability",
    "ell gee bee tea please, lgbt",
  })
  void knowsNamesNicknamesAndMisspellings(String text, String network) {
    assertThat(find(text)).containsExactly(new NetworkId(network));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Moira Pike",
        "Lucy Dann",
        "the prize for it",
        "the bake sale",
        "darn it",
        "beside the beam",
        "I was laid off",
        "my mum",
        "the lady said so",
      })
  void takesNoOtherWordForANetwork(String text) {
    assertThat(find(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "I am a deaf Tamil man, bame disability",
    "both the pride and women's networks, lgbt women",
    "the BAME or the disability group, bame disability",
    "a queer woman, lgbt women",
    "I am a trans woman, lgbt women",
    "a Nigerian lady who would like to be part of it, bame women",
    "as a mum of a deaf girl, disability women",
    "there's the women and there's the ethnic one, bame women",
    "I am one of the disabled women, disability women",
    "a gay man who works with the disabled women, lgbt disability women",
    "as a woman told for years that I am too loud and black, bame women",
    "join lgbt+ and disability, lgbt disability",
    "put me in all four, bame lgbt disability women",
    "every network you have, bame lgbt disability women",
    "an ally for all of our staff networks, bame lgbt disability women",
    "lesbian here, lgbt women",
  })
  void findsAllThatFitInTheOrderOfTheConfiguration(String text, String networks) {
    assertThat(find(text))
        .containsExactlyElementsOf(Arrays.stream(networks.split(" ")).map(NetworkId::new).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "I am gay and the women's unit is where I work so sign me up for the pride network, lgbt",
    "the women's network - I am Black, women",
    "add me to the disability network and by the way I am gay, disability",
  })
  void prefersTheNetworkThatIsNamed(String text, String network) {
    assertThat(find(text)).containsExactly(new NetworkId(network));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "JOIN; not the women's one, the disability one; disability",
        "JOIN; no to LGBT, no to women's, yes to long-term conditions; disability",
        "JOIN; I'm not bothered about the BAME or LGBT ones but I'd like to be in the women's; women",
        "JOIN; could you swap the women's for the disability one; disability",
        "JOIN; BAME rather than the women's network; bame",
        "JOIN; leave out the women's, add me to BAME and LGBT+; bame lgbt",
        "JOIN; lesbian or disabled, I don't know which one; lgbt disability women",
        "JOIN; add me to the group for women and the one for people with chronic pain; disability"
            + " women",
        "JOIN; I don't want to be left out of the women's network; women",
        "JOIN; I want to join not only the women's network but also the BAME network; bame women",
        "JOIN; women's and, if it's not too much trouble, BAME; bame women",
        "JOIN; women's please and if there's no waiting list LGBT as well; lgbt women",
        "JOIN; please add me to lgbt and, why not, women's; lgbt women",
        "JOIN; Add me to the women's network. I'm not in the BAME network yet, add me to that too; bame women",
        "JOIN; I was removed from the LGBT network by mistake, put me back and add BAME; bame lgbt",
        "JOIN; I dropped out of the women's network and would like to join again and the BAME network;"
            + " bame women",
        "JOIN; Back from leave. women's network please and the BAME network; bame women",
        "LEAVE; yes please remove me from women's and in addition from BAME; bame women",
        "LEAVE; I'm still in the women's network, take me off it and off the BAME list; bame women",
        "LEAVE; I'm not able to keep up with women's network, take me off and off the BAME list;"
            + " bame women",
        "LEAVE; take me out of the women's and put me in the disability one instead; women",
        "LEAVE; drop disability please, keep bame; disability",
        "LEAVE; women's out, BAME in; women",
        "LEAVE; out of long-term conditions and into LGBT+; disability",
        "LEAVE; I'm in BAME and Women's. Keep women's, remove BAME; bame",
        "LEAVE; I do not want to be in BAME any more but stay in women's; bame",
        "LEAVE; I don't want to leave BAME, just the women's; women",
        "LEAVE; cancel my membership in the ethnic minority group, I'm pregnant; bame",
        "LEAVE; I'm in LGBT+ and BAME and want out of both; bame lgbt",
        "LEAVE; take me off BAME but leave me in the women's group; bame",
        "LEAVE; I am in the women's network; women",
      })
  void leavesOutWhatAWishIsNotAboutUnlessNothingWouldBeLeft(
      Sense.Wish wish, String text, String networks) {
    assertThat(finder.find(content.normaliser.read(text), wish))
        .containsExactlyElementsOf(Arrays.stream(networks.split(" ")).map(NetworkId::new).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a staff network",
        "the men's network",
        "",
        "blackboard",
        "I started",
        "all the apprentices are joining a network",
        "I want to join, I work all four days",
        "who do I contact to come out of a staff network"
      })
  void findsNoneWhereNoneIsMeant(String text) {
    assertThat(find(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "can I join the carers network, true",
    "the christian fellowship network, true",
    "I am a carer and want to join a network, false",
    "the carers network or the women's network, false",
    "a staff network, false",
  })
  void knowsGroupsThatAreNoneOfTheNetworks(String text, boolean other) {
    assertThat(finder.namesOther(content.normaliser.read(text))).isEqualTo(other);
  }

  private List<NetworkId> find(String text) {
    return finder.find(content.normaliser.read(text));
  }
}
