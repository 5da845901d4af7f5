package dev.zoetrope.kernel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final String ROOT = "dev.zoetrope.kernel";

  private final JavaClasses kernel =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void roomsImportOnlyWhatStandsLeftOfThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("wire")
        .definedBy(ROOT + ".wire")
        .layer("display")
        .definedBy(ROOT + ".display")
        .layer("magic")
        .definedBy(ROOT + ".magic..")
        .layer("widget")
        .definedBy(ROOT + ".widget")
        .layer("jshell")
        .definedBy(ROOT + ".jshell")
        .layer("install")
        .definedBy(ROOT + ".install")
        .layer("root")
        .definedBy(ROOT)
        .whereLayer("display")
        .mayOnlyBeAccessedByLayers("widget", "magic", "jshell", "root")
        .whereLayer("widget")
        .mayOnlyBeAccessedByLayers("jshell", "root")
        .whereLayer("magic")
        .mayOnlyBeAccessedByLayers("jshell", "root")
        .whereLayer("jshell")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("install")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("root")
        .mayNotBeAccessedByAnyLayer()
        // The mark of the few places that may break a gate stands in the root.
        .ignoreDependency(
            com.tngtech.archunit.base.DescribedPredicate.alwaysTrue(),
            com.tngtech.archunit.core.domain.JavaClass.Predicates.type(SuppressForbidden.class))
        .check(kernel);
  }

  @Test
  void socketsAndTheBaseLiveInWire() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".wire")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.dflib..", "org.zeromq..", "zmq..", "com.google.gson..")
        .check(kernel);
  }

  @Test
  void theCompilerAndByteCodeLiveInJshell() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".jshell")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jdk.jshell..", "org.objectweb.asm..")
        .check(kernel);
  }

  @Test
  void wireGivesOutNoTypeOfItsLibraries() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".wire")
        .and()
        .arePublic()
        .should(
            new com.tngtech.archunit.lang.ArchCondition<>("have plain public signatures") {
              @Override
              public void check(
                  com.tngtech.archunit.core.domain.JavaClass type,
                  com.tngtech.archunit.lang.ConditionEvents events) {
                type.getMethods().stream()
                    .filter(m -> m.getModifiers().contains(PUBLIC))
                    .filter(m -> m.getDescriptor().matches(".*(zeromq|gson|dflib).*"))
                    .forEach(
                        m ->
                            events.add(
                                com.tngtech.archunit.lang.SimpleConditionEvent.violated(
                                    m, m.getFullName())));
              }
            })
        .check(kernel);
  }

  private static final com.tngtech.archunit.core.domain.JavaModifier PUBLIC =
      com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
}
