package org.inclusiondesk.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inclusiondesk.answers.Organisation;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.understanding.Example;
import org.inclusiondesk.understanding.Sense;
import org.inclusiondesk.understanding.Sense.Wish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntentsLoaderTest {
  @TempDir Path directory;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<Example<Sense>, String> places = new HashMap<>();

  @Test
  void readsExamplesAndWords() throws IOException {
    write("join.yaml", "intent: join\nexamples: [take me in]\n");
    write("hello.yaml", "intent: smalltalk\nkind: greeting\nexamples: [hello]\n");
    write("it.yaml", "intent: out-of-scope\ntheme: Computers\nexamples: [reset it]\n");
    write(
        "synonyms.yaml", "groups:\n  goal: [aim]\nacronyms: {EDI: equality}\ntyped: {wot: what}\n");
    write("common-words.yaml", "words: >\n  able about\n  above\n");
    write("networks.yaml", "networks:\n  women: [woman]\nothers: [carers]\n");
    write("organisations.yaml", "own:\n  KMPT: [the trust]\nothers: [somewhere]\n");

    Language language = load();

    assertThat(language.examples())
        .containsExactlyInAnyOrder(
            new Example<>(Wish.JOIN, "take me in"),
            new Example<>(Wish.GREETING, "hello"),
            new Example<>(new Sense.Foreign("Computers"), "reset it"));
    assertThat(language.otherGroups()).containsExactly("carers");
    assertThat(language.lexicon().groups()).containsExactly(List.of("goal", "aim"));
    assertThat(language.lexicon().acronyms()).containsEntry("edi", "equality");
    assertThat(language.lexicon().common()).containsExactlyInAnyOrder("able", "about", "above");
    assertThat(language.wordsOf(new NetworkId("women"))).containsExactly("woman");
    assertThat(language.wordsOf(new NetworkId("bame"))).isEmpty();
    assertThat(language.organisations().own()).containsKey(Organisation.KMPT);
  }

  @Test
  void readsALineEachOfTheTextFileBeside() throws IOException {
    write("join.yaml", "intent: join\nexamples: [take me in]\n");
    write("join.txt", "# the blunt\n\n  in: please, #1 \nadd \"me\"\r\n");
    write("concern.yaml", "intent: concern\n");
    write("concern.txt", "he hits me");

    assertThat(load().examples())
        .containsExactlyInAnyOrder(
            new Example<>(Wish.JOIN, "take me in"),
            new Example<>(Wish.JOIN, "in: please, #1"),
            new Example<>(Wish.JOIN, "add \"me\""),
            new Example<>(Wish.CONCERN, "he hits me"));
    assertThat(places)
        .hasEntrySatisfying(
            new Example<>(Wish.JOIN, "take me in"), file -> assertThat(file).endsWith("/join.yaml"))
        .hasEntrySatisfying(
            new Example<>(Wish.CONCERN, "he hits me"),
            file -> assertThat(file).endsWith("/concern.txt"));
  }

  @Test
  void namesTextFilesThatBelongToNothingAndWhereExamplesAreMissing() throws IOException {
    write("jion.txt", "take me in");
    write("synonyms.txt", "no example");
    write("leave.yaml", "intent: leave\n");
    write("leave.txt", "# none yet\n");

    load();

    assertThat(faults)
        .extracting(fault -> fault.file().replaceFirst(".*/", "") + " " + fault.problem())
        .contains(
            "jion.txt These examples stand beside no file that takes any.",
            "synonyms.txt These examples stand beside no file that takes any.",
            "leave.yaml There is no example.");
    assertThat(faults).extracting(Fault::remedy).anyMatch(it -> it.contains("intents/leave.txt"));
  }

  @Test
  void namesEachIntentWithoutExamples() {
    load();

    assertThat(faults)
        .extracting(Fault::problem)
        .contains("There is no example of concern.", "There is no example of join.");
  }

  @Test
  void namesUnknownIntentsKindsAndKeys() throws IOException {
    write("a.yaml", "intent: dance\nexamples: [one]\n");
    write("b.yaml", "intent: smalltalk\nkind: gossip\nexamples: [two]\n");
    write("c.yaml", "intent: join\nexample: [three]\n");
    write("d.yaml", "intent: [\n");
    write("networks.yaml", "networks:\n  Bad Id: [word]\n");
    write("organisations.yaml", "own:\n  NOBODY: [word]\n");

    load();

    assertThat(faults)
        .extracting(fault -> fault.file().replaceFirst(".*/", "") + " " + fault.key())
        .contains(
            "a.yaml intent",
            "b.yaml kind",
            "c.yaml example",
            "c.yaml examples",
            "networks.yaml networks.Bad Id",
            "organisations.yaml own.NOBODY");
    assertThat(faults).anyMatch(fault -> fault.file().endsWith("d.yaml"));
  }

  @Test
  void namesEachPhraseOfDangerThatCannotBeReadAndEachExampleThatNoneFinds() throws IOException {
    write(
        "danger.yaml",
        """
        groups: {self: [myself, himself]}
        phrases: ["hurt {self}", "(cut|burn", "hurt {nobody}", "house on fire"]
        guards: ["a)"]
        examples: [I hurt myself, he will jump]
        harmless: [the house is fine, my house on fire album]
        """);

    Language language = load();

    assertThat(faults)
        .filteredOn(fault -> fault.file().endsWith("danger.yaml"))
        .extracting(Fault::key)
        .containsExactlyInAnyOrder(
            "phrases[1]", "phrases[2]", "guards[0]", "examples[1]", "harmless[1]");
    assertThat(language.danger().isIn("he hurt himself")).isTrue();
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(directory.resolve("intents"));
    Files.writeString(directory.resolve("intents").resolve(name), text);
  }

  private Language load() {
    return new IntentsLoader().load(ConfigFiles.find(directory, directory), faults, places);
  }
}
