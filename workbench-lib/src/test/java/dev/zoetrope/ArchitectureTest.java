package dev.zoetrope;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.zoetrope.media.EncodedImage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The walls of docs/architecture.md. */
class ArchitectureTest {
  /**
   * Rooms from left to right; a room may import those left of it, never one beside or right of it.
   */
  private static final List<List<String>> ARROW =
      List.of(
          List.of("media", "metrics"),
          List.of("models"),
          List.of("backend", "capture", "telemetry"),
          List.of("temporal", "ruler"),
          List.of("compare"),
          List.of("experiment"),
          List.of("report"),
          List.of(""),
          List.of("notebook", "cli"));

  private static final String[] FOREIGN = {
    "com.fasterxml.jackson",
    "okhttp3",
    "okio",
    "tech.tablesaw",
    "org.knowm",
    "org.bytedeco",
    "ai.onnxruntime",
    "com.sun.jna",
    "picocli"
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.zoetrope");

  @TestFactory
  Stream<DynamicTest> roomsImportOnlyWhatStandsLeftOfThem() {
    return ARROW.stream()
        .flatMap(List::stream)
        .map(room -> DynamicTest.dynamicTest("room " + room, () -> importsOnlyLeft(room)));
  }

  private static void importsOnlyLeft(String room) {
    noClasses()
        .that()
        .resideInAPackage(pack(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbiddenFor(room))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static String[] forbiddenFor(String room) {
    int place = place(room);
    return ARROW.subList(place, ARROW.size()).stream()
        .flatMap(List::stream)
        .filter(other -> !other.equals(room))
        .map(ArchitectureTest::pack)
        .toArray(String[]::new);
  }

  private static int place(String room) {
    return (int) ARROW.stream().takeWhile(rooms -> !rooms.contains(room)).count();
  }

  private static String pack(String room) {
    return room.isEmpty() ? "dev.zoetrope" : "dev.zoetrope." + room + "..";
  }

  @Test
  void onlyCaptureTouchesFfmpeg() {
    onlyIn("dev.zoetrope.capture..", "org.bytedeco..");
  }

  @Test
  void onlyTelemetryTouchesJna() {
    onlyIn("dev.zoetrope.telemetry..", "com.sun.jna..");
  }

  @Test
  void onlyTheNotebookRoomKnowsTheKernel() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.zoetrope.notebook..", "dev.zoetrope.kernel..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.zoetrope.kernel..")
        .check(CLASSES);
  }

  /** A server answers confidently about half a picture. */
  @Test
  void onlyOurOwnEncodersMakePicturesThatNobodyDecodes() {
    noClasses()
        .that()
        .haveNameNotMatching(
            "dev\\.zoetrope\\.(capture\\.(JpegEncoder|Png)|media\\.(EncodedImage|SaltedPicture)"
                + "|backend\\.(EmbeddedWarmth|ProofPictures))|.*WireBenchmark")
        .should()
        .callMethod(EncodedImage.class, "of", byte[].class, String.class, int.class, int.class)
        .check(CLASSES);
  }

  @Test
  void onlyTheReportDraws() {
    onlyIn("dev.zoetrope.report..", "tech.tablesaw..");
    onlyIn("dev.zoetrope.report..", "org.knowm..");
  }

  @Test
  void noPublicSignatureNamesALibrarysType() {
    codeUnits()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should(nameNoForeignType())
        .check(
            CLASSES.that(
                com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage(
                    "dev.zoetrope.kernel..")));
  }

  private static void onlyIn(String room, String library) {
    noClasses()
        .that()
        .resideOutsideOfPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  private static ArchCondition<JavaCodeUnit> nameNoForeignType() {
    return new ArchCondition<>("name no type of a library") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream())
            .filter(ArchitectureTest::isForeign)
            .forEach(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            unit, unit.getFullName() + " names " + type.getName())));
      }
    };
  }

  private static boolean isForeign(JavaClass type) {
    return Stream.of(FOREIGN).anyMatch(type.getPackageName()::startsWith);
  }
}
