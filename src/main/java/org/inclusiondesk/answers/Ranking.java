package org.inclusiondesk.answers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.inclusiondesk.understanding.Classifier;
import org.inclusiondesk.understanding.Embedding;
import org.inclusiondesk.understanding.Example;
import org.inclusiondesk.understanding.Intent;
import org.inclusiondesk.understanding.Meaning;
import org.inclusiondesk.understanding.Normaliser;
import org.inclusiondesk.understanding.WordFeatures;
import org.inclusiondesk.understanding.Words;

/**
 * How well each article fits a question: the mean of BM25 over all its words, as a share of the
 * highest BM25 that the question could reach, of the likeness of the example question nearest in
 * meaning, and of what a classifier learnt from the example questions. Examples of foreign
 * questions teach the classifier what fits no article; the likelier that is, the lower are all
 * scores. Safe for any number of threads.
 */
final class Ranking {
  /** Stands for "no article" among the classifier's labels. */
  private static final String FOREIGN = "";

  /** Keeps what is left over from being blown up out of nothing. */
  private static final double LEAST_REST = 0.1;

  /** Between counting each example the same and counting each article the same. */
  private static final double BALANCE = 0.3;

  /** How much meaning counts beside words for the classifier: as much. */
  private static final double MEANING = 3.0;

  /** How much a question that certainly fits no article loses of every score. */
  private static final double DOUBT = 0.2;

  private static final String ID = "id";
  private static final String TEXT = "text";

  private final List<Article> articles;
  private final WordFeatures features;
  private final IndexSearcher searcher;
  private final Classifier<String> classifier;
  private final List<Place> places = new ArrayList<>();

  /** An article and how well it fits, from 0 to 1. */
  record Ranked(Article article, double score) {}

  /** An article, and the meaning of one of its examples. */
  private record Place(String article, Meaning meaning) {}

  Ranking(
      List<Article> articles,
      List<String> foreign,
      Normaliser normaliser,
      WordFeatures features,
      Embedding embedding) {
    this.articles = List.copyOf(articles);
    this.features = features;
    this.searcher = index(normaliser);
    List<Example<String>> examples = new ArrayList<>();
    for (Article article : articles) {
      examples.add(new Example<>(article.id(), article.title()));
      article.questions().forEach(question -> examples.add(new Example<>(article.id(), question)));
    }
    foreign.forEach(text -> examples.add(new Example<>(FOREIGN, text)));
    this.classifier = Classifier.learn(features, embedding, examples, normaliser, BALANCE, MEANING);
    for (Example<String> example : examples) {
      if (!example.label().equals(FOREIGN)) {
        places.add(
            new Place(example.label(), embedding.of(normaliser.read(example.text()).meant())));
      }
    }
  }

  private IndexSearcher index(Normaliser normaliser) {
    try {
      ByteBuffersDirectory directory = new ByteBuffersDirectory();
      try (IndexWriter writer =
          new IndexWriter(directory, new IndexWriterConfig(new WhitespaceAnalyzer()))) {
        for (Article article : articles) {
          List<String> texts = new ArrayList<>(article.questions());
          texts.add(article.title());
          texts.addAll(article.terms());
          article.body().forEach(block -> texts.add(block.plain()));
          Document document = new Document();
          document.add(new StringField(ID, article.id(), Field.Store.YES));
          for (String text : texts) {
            document.add(new TextField(TEXT, meanings(normaliser.read(text)), Field.Store.NO));
          }
          writer.addDocument(document);
        }
      }
      return new IndexSearcher(DirectoryReader.open(directory));
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
  }

  private String meanings(Words words) {
    return String.join(" ", features.meanings(words));
  }

  /**
   * All articles, the best first.
   *
   * @param out articles known not to be meant: what the classifier gave to them goes to the others
   */
  List<Ranked> rank(Intent.Question question, Set<String> out) {
    Words words = question.words();
    Map<String, Double> shares = shares(words);
    Map<String, Double> likenesses = likenesses(question.meaning());
    Map<String, Double> likely = classifier.likelihoods(words, question.meaning());
    double rest = 1 - out.stream().mapToDouble(id -> likely.getOrDefault(id, 0.0)).sum();
    double doubt = DOUBT * likely.getOrDefault(FOREIGN, 0.0);
    List<Ranked> ranked = new ArrayList<>();
    for (Article article : articles) {
      if (!out.contains(article.id())) {
        double share = shares.getOrDefault(article.id(), 0.0);
        double chance = likely.getOrDefault(article.id(), 0.0) / Math.max(rest, LEAST_REST);
        double likeness = likenesses.getOrDefault(article.id(), 0.0);
        double fit = (share + likeness + Math.min(1, chance)) / 3;
        ranked.add(new Ranked(article, Math.max(0, fit - doubt)));
      }
    }
    ranked.sort(Comparator.comparingDouble((Ranked r) -> -r.score()));
    return ranked;
  }

  /** How like the question is to that example of each article that is most like it, from 0 to 1. */
  private Map<String, Double> likenesses(Meaning meaning) {
    Map<String, Double> likenesses = new HashMap<>();
    for (Place place : places) {
      likenesses.merge(
          place.article(), Math.min(1, Math.max(0, meaning.likeness(place.meaning()))), Math::max);
    }
    return likenesses;
  }

  /** BM25 of each article as a share of what it would be if every word weighed all it can. */
  private Map<String, Double> shares(Words words) {
    try {
      Set<String> terms = new LinkedHashSet<>(features.meanings(words));
      BooleanQuery.Builder query = new BooleanQuery.Builder();
      double most = 0;
      for (String term : terms) {
        Term sought = new Term(TEXT, term);
        query.add(new TermQuery(sought), BooleanClause.Occur.SHOULD);
        int holding = searcher.getIndexReader().docFreq(sought);
        most += Math.log(1 + (articles.size() - holding + 0.5) / (holding + 0.5));
      }
      Map<String, Double> shares = new HashMap<>();
      if (terms.isEmpty()) {
        return shares;
      }
      StoredFields stored = searcher.storedFields();
      for (ScoreDoc hit : searcher.search(query.build(), articles.size()).scoreDocs) {
        shares.put(stored.document(hit.doc).get(ID), Math.min(1, hit.score / most));
      }
      return shares;
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
  }
}
