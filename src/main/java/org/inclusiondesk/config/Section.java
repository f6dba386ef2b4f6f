package org.inclusiondesk.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.inclusiondesk.conversation.Address.Mailbox;

/**
 * One mapping of a YAML file, read key by key. What is missing, of the wrong type or unknown
 * becomes a {@link Fault}; reading goes on with a harmless value, so that one run finds all faults.
 * Not thread-safe.
 */
final class Section {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private final String file;
  private final String path;
  private final JsonNode node;
  private final List<Fault> faults;
  private final Set<String> asked = new HashSet<>();
  private final List<Section> parts = new ArrayList<>();

  private Section(String file, String path, JsonNode node, List<Fault> faults) {
    this.file = file;
    this.path = path;
    this.node = node;
    this.faults = faults;
  }

  /** The top of a YAML text. */
  static Section of(String file, String yaml, List<Fault> faults) {
    JsonNode node = MissingNode.getInstance();
    try {
      JsonNode read = YAML.readTree(yaml);
      if (read != null && read.isObject()) {
        node = read;
      } else {
        faults.add(
            new Fault(
                file,
                "",
                "The file is missing or holds no keys.",
                "Copy it from the program's own config, and write 'key: value' lines."));
      }
    } catch (JsonProcessingException notYaml) {
      faults.add(
          new Fault(
              file,
              "line "
                  + Optional.ofNullable(notYaml.getLocation()).map(at -> at.getLineNr()).orElse(0),
              "This is not YAML: " + firstLine(notYaml.getOriginalMessage()) + ".",
              "Mend the line; check indentation, quotes and that no key stands twice."));
    }
    return new Section(file, "", node, faults);
  }

  /** Text that must be there and not be blank. */
  String text(String key) {
    return optionalText(key)
        .orElseGet(
            () -> {
              missing(key);
              return "?";
            });
  }

  /** Text that may be absent. */
  Optional<String> optionalText(String key) {
    JsonNode value = ask(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isValueNode() || value.asText().isBlank()) {
      fault(key, "Some text is expected here.", "Write the text behind the key.");
      return Optional.empty();
    }
    return Optional.of(value.asText().strip());
  }

  /** Whether the key is there and holds YAML's null. */
  boolean isNull(String key) {
    return ask(key).isNull();
  }

  /** A whole number within bounds, both included. */
  int number(String key, int least, int most, int otherwise) {
    JsonNode value = ask(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.canConvertToInt()
        || !value.isIntegralNumber()
        || value.asInt() < least
        || value.asInt() > most) {
      fault(
          key,
          "A whole number from " + least + " to " + most + " is expected.",
          "For example " + otherwise + ".");
      return otherwise;
    }
    return value.asInt();
  }

  /** Text parsed into a value; the parser's {@link IllegalArgumentException} becomes a fault. */
  <T> Optional<T> parsed(String key, String expected, Function<String, T> parser) {
    return optionalText(key)
        .flatMap(
            text -> {
              try {
                return Optional.of(parser.apply(text));
              } catch (RuntimeException unfit) {
                fault(key, "'" + text + "' does not fit.", "Write " + expected + ".");
                return Optional.empty();
              }
            });
  }

  /** A mail address that must be there. */
  Mailbox mailbox(String key) {
    if (ask(key).isMissingNode()) {
      missing(key);
    }
    return parsed(key, "one mail address such as name@example.org", Mailbox::new)
        .orElse(new Mailbox("missing@invalid"));
  }

  /** Shows every text that stands here, at any depth, with the path of its key. */
  void eachText(BiConsumer<String, String> reader) {
    eachText(path, node, reader);
  }

  private static void eachText(String at, JsonNode node, BiConsumer<String, String> reader) {
    if (node.isTextual()) {
      reader.accept(at, node.asText());
    }
    node.properties()
        .forEach(
            field ->
                eachText(
                    at.isEmpty() ? field.getKey() : at + "." + field.getKey(),
                    field.getValue(),
                    reader));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      eachText(at + "[" + i + "]", node.get(i), reader);
    }
  }

  /** A list of texts; absent means empty. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    JsonNode value = ask(key);
    if (value.isMissingNode()) {
      return texts;
    }
    if (!value.isArray()) {
      fault(key, "A list is expected here.", "Write one '- item' a line, or [a, b].");
      return texts;
    }
    for (int i = 0; i < value.size(); i++) {
      JsonNode item = value.get(i);
      if (item.isValueNode() && !item.asText().isBlank()) {
        texts.add(item.asText().strip());
      } else {
        fault(key + "[" + i + "]", "Some text is expected here.", "Write it behind the hyphen.");
      }
    }
    return texts;
  }

  /** A mapping inside this one; absent means one without keys. */
  Section section(String key) {
    JsonNode value = ask(key);
    if (!value.isMissingNode() && !value.isObject()) {
      fault(key, "Keys of their own are expected here.", "Indent them below it.");
      value = MissingNode.getInstance();
    }
    return part(key, value);
  }

  /** A list of mappings; absent means empty. */
  List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    JsonNode value = ask(key);
    if (value.isMissingNode()) {
      return sections;
    }
    if (!value.isArray()) {
      fault(key, "A list is expected here.", "Begin each item with a hyphen.");
      return sections;
    }
    for (int i = 0; i < value.size(); i++) {
      if (value.get(i).isObject()) {
        sections.add(part(key + "[" + i + "]", value.get(i)));
      } else {
        fault(key + "[" + i + "]", "Keys are expected here.", "Write 'key: value' lines.");
      }
    }
    return sections;
  }

  /** The keys that stand here, in their order, for mappings whose keys are content. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** Reports the keys that nobody asked for, here and in all parts. */
  void finish() {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!asked.contains(name)) {
                fault(
                    name,
                    "This key is not known.",
                    "Known here: " + String.join(", ", asked.stream().sorted().toList()) + ".");
              }
            });
    parts.forEach(Section::finish);
  }

  /** Notes a fault of one key. */
  void fault(String key, String problem, String remedy) {
    faults.add(new Fault(file, at(key), problem, remedy));
  }

  private Section part(String key, JsonNode value) {
    Section part = new Section(file, at(key), value, faults);
    parts.add(part);
    return part;
  }

  private JsonNode ask(String key) {
    asked.add(key);
    return node.path(key);
  }

  private void missing(String key) {
    fault(key, "This key is missing.", "Add it with a value.");
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }
}
