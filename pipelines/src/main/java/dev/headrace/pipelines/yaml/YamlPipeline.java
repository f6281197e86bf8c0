package dev.headrace.pipelines.yaml;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.pipelines.run.DefinitionProvider;
import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.pipelines.yaml.YamlNode.Mapping;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline that is declared in a file of YAML, in UTF-8, of at most 1 MiB, whose values have the
 * types of YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema). The file has a
 * key for every setting of {@link PipelineDefinition} and of what it is made of, and becomes the
 * same definition as the calls of the Java API do.
 *
 * <p>The file is data alone: it names no class, runs no code, and holds no secret but by reference.
 * What it reads besides itself is the contract, relative to the file's own folder.
 */
public final class YamlPipeline implements DefinitionProvider {
  private final String file;
  private final Path folder;
  private final Mapping document;
  private final Header header;

  /** A definition, and what the command line has to know of it. */
  private record Declared(Header header, PipelineDefinition definition) {}

  private YamlPipeline(String file, Path folder, Mapping document) {
    this.file = file;
    this.folder = folder;
    this.document = document;
    this.header = read(file, folder, document, Optional.empty()).header();
  }

  /** Whether a name is that of a file of YAML, by its end. */
  public static boolean isFile(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  /**
   * Reads a file and checks all of it.
   *
   * @throws IllegalArgumentException that tells everything that is wrong, a line for each with the
   *     file, the line, the setting, its value unless that may be a secret, and what is allowed; or
   *     that the file cannot be read
   */
  public static YamlPipeline load(Path file) {
    Problems problems = new Problems(file.toString());
    Optional<Mapping> document = YamlDocument.read(textOf(file), problems);
    problems.requireNone();
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    return new YamlPipeline(file.toString(), folder, document.orElseThrow());
  }

  private static String textOf(Path file) {
    checkArgument(Files.isRegularFile(file), "There is no pipeline file %s", file);
    try {
      checkArgument(
          Files.size(file) <= YamlDocument.MAX_BYTES,
          "The pipeline file must be at most %s bytes, but %s is larger",
          YamlDocument.MAX_BYTES,
          file);
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("The pipeline file " + file + " must be in UTF-8", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The pipeline file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * All the files that it is read from: itself first, and the contract's, if that is another, as it
   * is named there.
   */
  public List<Path> files() {
    JsonNode contract = document.json().path("contract");
    JsonNode name = contract.isObject() ? contract.path("file") : contract;
    return name.isTextual()
        ? List.of(Path.of(file), Path.of(name.asText()))
        : List.of(Path.of(file));
  }

  @Override
  public String name() {
    return header.name();
  }

  @Override
  public URI defaultBaseUrl() {
    return header.baseUrl();
  }

  /** Records a page, if nothing else is said; 1 where the file has no {@code page-size}. */
  @Override
  public int defaultPageSize() {
    return header.standardPageSize();
  }

  @Override
  public PipelineDefinition define(URI baseUrl, int pageSize) {
    header.requirePageSize(pageSize);
    return read(file, folder, document, Optional.of(new Asked(baseUrl, pageSize))).definition();
  }

  /** What a run asks for in the place of what the file says. */
  private record Asked(URI baseUrl, int pageSize) {}

  private static Declared read(String file, Path folder, Mapping document, Optional<Asked> asked) {
    Problems problems = new Problems(file);
    Optional<Declared> declared =
        Settings.<Declared>section(settings -> declared(settings, folder, asked))
            .read(new Setting("", 1, document, false, problems));
    problems.requireNone();
    return declared.orElseThrow();
  }

  private static Optional<Declared> declared(
      Settings settings, Path folder, Optional<Asked> asked) {
    Optional<Header> header = Header.read(settings);
    Optional<String> source = settings.required("source", name("source"));
    Optional<String> resource = settings.required("resource", name("resource"));
    int standard = header.map(Header::standardPageSize).orElse(1);
    PageSize pageSize = new PageSize(asked.map(Asked::pageSize).orElse(standard));
    PipelineDefinition.Builder definition = PipelineDefinition.builder();
    new FetchPart(settings, pageSize, source.orElse(""), resource.orElse("")).into(definition);
    new RecordPart(settings, folder).into(definition);
    return settings.make(header, found -> named(definition, found, asked, source, resource)).done();
  }

  private static Declared named(
      PipelineDefinition.Builder definition,
      Header header,
      Optional<Asked> asked,
      Optional<String> source,
      Optional<String> resource) {
    definition
        .source(source.orElseThrow())
        .resource(resource.orElseThrow())
        .baseUrl(asked.map(Asked::baseUrl).orElse(header.baseUrl()));
    return new Declared(header, definition.build());
  }

  /** A name that the buckets can have. */
  private static Reader<String> name(String key) {
    return Values.checked(
        Values.TEXT,
        name -> {
          boolean isSource = key.equals("source");
          RunPaths unused =
              new RunPaths(
                  "s3://raw",
                  "s3://transformed",
                  "s3://dead-letter",
                  "s3://staging",
                  isSource ? name : "source",
                  isSource ? "resource" : name,
                  "run");
        });
  }
}
