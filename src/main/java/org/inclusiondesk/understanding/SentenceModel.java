package org.inclusiondesk.understanding;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * The sentence model BGE small (English, 1.5, quantised), which runs in this process, each text on
 * the thread that asks. The model and its native libraries come with the program; nothing is
 * fetched and nothing reported to anybody. Safe for any number of threads.
 */
public final class SentenceModel implements Embedding {
  private static final int SIZE = 384;
  private static final String MODEL = "/bge-small-en-v1.5-q.onnx";
  static final String TOKENIZER = "/bge-small-en-v1.5-q-tokenizer.json";

  private final Encoder encoder;

  private SentenceModel(Encoder encoder) {
    this.encoder = encoder;
  }

  private static final class Encoder extends AbstractInProcessEmbeddingModel {
    private final OnnxBertBiEncoder model;

    private Encoder(OnnxBertBiEncoder model) {
      super(Runnable::run);
      this.model = model;
    }

    @Override
    protected OnnxBertBiEncoder model() {
      return model;
    }
  }

  /**
   * Loads the model, half a second's work. The first call in a process chooses the directory.
   *
   * @param directory where the native tokenizer is unpacked; nobody else may write to it
   * @throws IllegalStateException if native libraries cannot be unpacked or run here; the message
   *     says what to mend
   */
  public static SentenceModel load(Path directory) {
    System.setProperty("ENGINE_CACHE_DIR", directory.toAbsolutePath().toString());
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        InputStream model = open(MODEL);
        InputStream tokenizer = open(TOKENIZER)) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setCPUArenaAllocator(false);
      options.setMemoryPatternOptimization(false);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      OrtSession session = environment.createSession(model.readAllBytes(), options);
      return new SentenceModel(
          new Encoder(new OnnxBertBiEncoder(environment, session, tokenizer, PoolingMode.CLS)));
    } catch (LinkageError | RuntimeException | OrtException | IOException fault) {
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

  static InputStream open(String name) throws FileNotFoundException {
    InputStream stream = SentenceModel.class.getResourceAsStream(name);
    if (stream == null) {
      throw new FileNotFoundException(name);
    }
    return stream;
  }

  @Override
  public Meaning of(String text) {
    return Meaning.of(text.isBlank() ? new float[SIZE] : encoder.embed(text).content().vector());
  }
}
