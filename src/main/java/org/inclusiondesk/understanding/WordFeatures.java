package org.inclusiondesk.understanding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Words, pairs of words, meanings shared by a group of words, and runs of letters as typed, each
 * weighted by its kind. Letters catch what spelling repair misses. Safe for any number of threads.
 */
public final class WordFeatures implements Features {
  private static final double WORD = 1.0;
  private static final double PAIR = 0.7;
  private static final double MEANING = 0.8;
  private static final double LETTERS = 0.3;

  private final Map<String, String> meanings = new HashMap<>();

  /**
   * @param lexicon whose groups of words mean the same
   * @param normaliser reads the groups as it reads everything else
   */
  public WordFeatures(Lexicon lexicon, Normaliser normaliser) {
    for (List<String> group : lexicon.groups()) {
      for (String word : group) {
        String stem = String.join(" ", normaliser.read(word).stems());
        meanings.putIfAbsent(stem, group.get(0));
      }
    }
  }

  /** What the stems mean: a group's first word where they belong to one, else the stem itself. */
  public List<String> meanings(Words words) {
    List<String> all = new ArrayList<>();
    for (String stem : words.stems()) {
      all.add(meanings.getOrDefault(stem, stem));
    }
    return all;
  }

  @Override
  public Map<String, Double> of(Words words) {
    Map<String, Double> features = new LinkedHashMap<>();
    String before = "^";
    for (String stem : words.stems()) {
      features.put("w:" + stem, WORD);
      features.put("p:" + before + ' ' + stem, PAIR);
      String meaning = meanings.get(stem);
      if (meaning != null) {
        features.put("m:" + meaning, MEANING);
      }
      before = stem;
    }
    if (!words.isEmpty()) {
      features.put("p:" + before + " $", PAIR);
    }
    for (String word : words.typed()) {
      String padded = '_' + word + '_';
      for (int length = 3; length <= 4; length++) {
        for (int i = 0; i + length <= padded.length(); i++) {
          features.put("l:" + padded.substring(i, i + length), LETTERS);
        }
      }
    }
    return features;
  }
}
