package org.inclusiondesk.understanding;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is seen of a text's words, and beside it what is seen once every mention of a network is the
 * same: so what people write about one network teaches something about all. Safe for any number of
 * threads.
 */
final class NetworkFeatures implements Features {
  private final Features features;
  private final NetworkFinder networks;

  NetworkFeatures(Features features, NetworkFinder networks) {
    this.features = features;
    this.networks = networks;
  }

  @Override
  public Map<String, Double> of(Words words) {
    Map<String, Double> all = new LinkedHashMap<>(features.of(networks.masked(words)));
    features.of(words).forEach(all::putIfAbsent);
    return all;
  }
}
