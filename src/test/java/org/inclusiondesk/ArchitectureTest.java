package org.inclusiondesk;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the code against the package table: what is not listed may not be imported. */
class ArchitectureTest {
  private static final String BASE = "org.inclusiondesk.";

  private static final List<String> EVERYWHERE =
      List.of("java..", "javax.crypto..", "org.slf4j..", "org.jspecify..");
  private static final String JDBI = "org.jdbi..";
  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String JAVALIN = "io.javalin..";
  private static final String NIMBUS = "com.nimbusds..";
  private static final String CAFFEINE = "com.github.benmanes..";

  /** Package → what it may import besides the JDK, SLF4J and JSpecify. */
  private static final Map<String, List<String>> MAY_IMPORT = table();

  private static Map<String, List<String>> table() {
    Map<String, List<String>> table = new LinkedHashMap<>();
    table.put("conversation", List.of());
    table.put("figures", List.of());
    table.put("calendar", List.of());
    table.put("store", List.of(JDBI, "org.flywaydb..", "org.sqlite..", "com.google.crypto.tink.."));
    table.put("outbox", List.of(ours("conversation"), ours("store"), JACKSON, JDBI));
    table.put(
        "understanding",
        List.of(
            ours("conversation"),
            "org.tartarus..",
            "dev.langchain4j..",
            "ai.onnxruntime..",
            "com.fasterxml.jackson.."));
    table.put(
        "answers",
        List.of(
            ours("conversation"),
            ours("understanding"),
            ours("figures"),
            ours("calendar"),
            ours("store"),
            JDBI));
    table.put(
        "handover",
        List.of(ours("conversation"), ours("calendar"), ours("outbox"), ours("store"), JDBI));
    table.put(
        "networks",
        List.of(
            ours("conversation"),
            ours("figures"),
            ours("calendar"),
            ours("outbox"),
            ours("store"),
            JDBI));
    table.put(
        "sponsors",
        List.of(
            ours("conversation"),
            ours("figures"),
            ours("calendar"),
            ours("outbox"),
            ours("store"),
            ours("networks"),
            JDBI));
    table.put(
        "speakup",
        List.of(
            ours("conversation"),
            ours("figures"),
            ours("calendar"),
            ours("outbox"),
            ours("store"),
            JDBI,
            NIMBUS,
            JACKSON,
            "com.google.crypto.tink..",
            "org.sqlite.."));
    table.put(
        "desk",
        List.of(
            ours("conversation"),
            ours("understanding"),
            ours("answers"),
            ours("handover"),
            ours("networks"),
            ours("sponsors"),
            ours("speakup")));
    table.put(
        "mail",
        List.of(
            ours("conversation"),
            ours("desk"),
            ours("outbox"),
            ours("store"),
            JACKSON,
            JDBI,
            NIMBUS));
    table.put(
        "mail.jakarta",
        List.of(
            ours("mail"),
            ours("conversation"),
            ours("outbox"),
            "javax.net..",
            "jakarta.mail..",
            "jakarta.activation..",
            "org.eclipse.angus..",
            "org.jsoup.."));
    table.put(
        "teams",
        List.of(
            ours("conversation"),
            ours("desk"),
            ours("speakup"),
            ours("outbox"),
            ours("store"),
            "com.microsoft..",
            "okhttp3..",
            "retrofit2..",
            NIMBUS,
            JACKSON,
            JAVALIN,
            CAFFEINE));
    table.put(
        "web",
        List.of(
            ours("conversation"),
            ours("networks"),
            ours("speakup"),
            ours("calendar"),
            JAVALIN,
            "io.pebbletemplates..",
            JACKSON,
            NIMBUS,
            CAFFEINE));
    table.put(
        "demo",
        List.of(
            ours("conversation"),
            ours("web"),
            ours("mail"),
            ours("outbox"),
            JAVALIN,
            JACKSON,
            "com.icegreen..",
            "jakarta.mail.."));
    table.put(
        "config",
        List.of(
            ours("conversation"),
            ours("understanding"),
            ours("answers"),
            ours("networks"),
            ours("speakup"),
            ours("mail"),
            JACKSON,
            "org.commonmark..",
            NIMBUS));
    table.put("app", List.of());
    return table;
  }

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.inclusiondesk");

  @TestFactory
  Stream<DynamicTest> importsOnlyWhatTheTableAllows() {
    return MAY_IMPORT.entrySet().stream()
        .filter(row -> !row.getKey().equals("app")) // The object graph: imports everything.
        .map(
            row ->
                dynamicTest(
                    row.getKey(),
                    () -> {
                      List<String> allowed = new ArrayList<>(EVERYWHERE);
                      allowed.add(ours(row.getKey()));
                      allowed.addAll(row.getValue());
                      classes()
                          .that()
                          .resideInAPackage(ours(row.getKey()))
                          .should()
                          .onlyDependOnClassesThat(
                              resideInAnyPackage(allowed.toArray(String[]::new))
                                  .or(resideInAPackage("")))
                          .check(CLASSES);
                    }));
  }

  @Test
  void hasExactlyThePackagesOfTheTable() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      found.add(type.getPackageName().substring(BASE.length()));
    }
    assertThat(found).isEqualTo(new TreeSet<>(MAY_IMPORT.keySet()));
  }

  @Test
  void hasNoCycles() {
    slices().matching("org.inclusiondesk.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void importsTheBotSdkInOnePackageAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ours("teams"), ours("app"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.microsoft..")
        .check(CLASSES);
  }

  @Test
  void importsTheSentenceModelInOneClassAlone() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.SentenceModel(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.langchain4j..", "ai.djl..", "ai.onnxruntime..")
        .check(CLASSES);
  }

  @Test
  void speaksSqlOnlyInStores() {
    noClasses()
        .that(
            not(belongTo(simpleNameEndingWith("Store")))
                .and(not(resideInAPackage(ours("store"))))
                .and(not(resideInAPackage(ours("outbox")))))
        .should()
        .callMethodWhere(
            com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                    resideInAPackage("org.jdbi.."))))
        .check(CLASSES);
  }

  private static String ours(String name) {
    return BASE + name;
  }
}
