package org.inclusiondesk.understanding;

import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import java.nio.file.Path;

/**
 * The sentence model BGE small (English, 1.5, quantised), which runs in this process. The model and
 * its native libraries come with the program; nothing is fetched and nothing reported to anybody.
 * Safe for any number of threads.
 */
public final class SentenceModel implements Embedding {
  private static final int SIZE = 384;

  private final BgeSmallEnV15QuantizedEmbeddingModel model;

  private SentenceModel(BgeSmallEnV15QuantizedEmbeddingModel model) {
    this.model = model;
  }

  /**
   * Loads the model, a second's work. The first call in a process chooses the directory.
   *
   * @param directory where the native tokenizer is unpacked; nobody else may write to it
   * @throws IllegalStateException if native libraries cannot be unpacked or run here; the message
   *     says what to mend
   */
  public static SentenceModel load(Path directory) {
    System.setProperty("ENGINE_CACHE_DIR", directory.toAbsolutePath().toString());
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    try {
      return new SentenceModel(new BgeSmallEnV15QuantizedEmbeddingModel(Runnable::run));
    } catch (LinkageError | RuntimeException fault) {
      throw new IllegalStateException(
          "The sentence model could not be loaded. It needs Linux or Windows on x86-64, Linux or"
              + " macOS on ARM, and programs must be allowed to run from "
              + directory.toAbsolutePath()
              + " and from "
              + System.getProperty("java.io.tmpdir")
              + ".",
          fault);
    }
  }

  @Override
  public Meaning of(String text) {
    return Meaning.of(text.isBlank() ? new float[SIZE] : model.embed(text).content().vector());
  }
}
