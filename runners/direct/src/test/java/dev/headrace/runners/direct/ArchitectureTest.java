package dev.headrace.runners.direct;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.beam.sdk.transforms.DoFn;

/** Who may know whom: runners, then pipelines, then connectors, then transforms. */
@AnalyzeClasses(packages = "dev.headrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String TRANSFORMS = "dev.headrace.transforms..";
  private static final String CONNECTORS = "dev.headrace.io..";
  private static final String PIPELINES = "dev.headrace.pipelines..";
  private static final String RUNNERS = "dev.headrace.runners..";
  private static final String TEST_DATA = "dev.headrace.testdata..";
  private static final String AWS = "software.amazon.awssdk..";
  private static final String BEAM_RUNNERS = "org.apache.beam.runners..";

  @ArchTest
  static final ArchRule transformsTouchNothingOutside =
      noClasses()
          .that()
          .resideInAPackage(TRANSFORMS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              CONNECTORS,
              PIPELINES,
              RUNNERS,
              TEST_DATA,
              AWS,
              BEAM_RUNNERS,
              "java.sql..",
              "java.net.http..");

  @ArchTest
  static final ArchRule connectorsKnowNoPipelineAndNoRunner =
      noClasses()
          .that()
          .resideInAPackage(CONNECTORS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PIPELINES, RUNNERS, TEST_DATA, BEAM_RUNNERS);

  @ArchTest
  static final ArchRule connectorsDoNotKnowEachOther =
      slices().matching("dev.headrace.io.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule pipelinesNameNoRunner =
      noClasses()
          .that()
          .resideInAPackage(PIPELINES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(RUNNERS, TEST_DATA, BEAM_RUNNERS);

  @ArchTest
  static final ArchRule whatSubmitsToGlueNeedsNoSpark =
      noClasses()
          .that()
          .resideInAPackage("dev.headrace.runners.glue..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.headrace.runners.spark..", BEAM_RUNNERS, "org.apache.spark..", "scala..");

  @ArchTest
  static final ArchRule pipelinesHaveNoDoFn =
      noClasses().that().resideInAPackage(PIPELINES).should().beAssignableTo(DoFn.class);

  @ArchTest
  static final ArchRule runnersDoNotKnowEachOther =
      slices().matching("dev.headrace.runners.(*)..").should().notDependOnEachOther();

  /** Submitting starts other processes: where it is done from needs nothing of the place. */
  @ArchTest
  static final ArchRule submittingNeedsNoRunner =
      noClasses()
          .that()
          .resideInAPackage("dev.headrace.runners.submit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BEAM_RUNNERS, TEST_DATA, "org.apache.spark..");

  /** Beam's writers to S3 take 64 MB each, and rename by copying; the object stores do neither. */
  @ArchTest
  static final ArchRule nothingIsWrittenByBeamsFileSystems =
      noClasses()
          .that()
          .resideInAnyPackage(TRANSFORMS, CONNECTORS, PIPELINES)
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "org\\.apache\\.beam\\.sdk\\.io\\.(FileSystems?|FileIO|TextIO|WriteFiles|AvroIO)(\\$.*)?");

  @ArchTest
  static final ArchRule standInsKnowNothingOfHeadrace =
      noClasses()
          .that()
          .resideInAPackage(TEST_DATA)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TRANSFORMS, CONNECTORS, PIPELINES, RUNNERS);

  @ArchTest
  static final ArchRule doFnsArePrivateToTheirPackage =
      classes().that().areAssignableTo(DoFn.class).should().notBePublic();

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.headrace.(**)").should().beFreeOfCycles();
}
