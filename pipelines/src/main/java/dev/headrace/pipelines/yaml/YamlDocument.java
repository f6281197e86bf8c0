package dev.headrace.pipelines.yaml;

import com.google.common.base.Utf8;
import dev.headrace.pipelines.yaml.YamlNode.Entry;
import dev.headrace.pipelines.yaml.YamlNode.Items;
import dev.headrace.pipelines.yaml.YamlNode.Mapping;
import dev.headrace.pipelines.yaml.YamlNode.Scalar;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a YAML document as a tree of texts. Nothing is constructed: a tag that names a class, or
 * anything but YAML's own types, is a problem, and so is a key that comes twice. What aliases stand
 * for counts where it is used, so that few of them cannot make a large tree.
 */
final class YamlDocument {
  /** The most bytes of a file. */
  static final int MAX_BYTES = 1 << 20;

  private static final String NO_TAGS =
      "A tag (!) must be none but of YAML's own plain types, and a text that begins with ! needs"
          + " quotes";
  private static final int MAX_DEPTH = 50;
  private static final int MAX_NODES = 50_000;
  private static final Set<Tag> TAGS =
      Set.of(
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MERGE,
          Tag.SEQ,
          Tag.MAP);

  private final Problems problems;
  private int nodes;

  private YamlDocument(Problems problems) {
    this.problems = problems;
  }

  /** The document's mapping; empty if there is a problem. */
  static Optional<Mapping> read(String text, Problems problems) {
    if (Utf8.encodedLength(text) > MAX_BYTES) {
      problems.add(1, "The file must be at most " + MAX_BYTES + " bytes");
      return Optional.empty();
    }
    int before = problems.count();
    YamlNode tree = new YamlDocument(problems).tree(text);
    if (problems.count() > before) {
      return Optional.empty();
    }
    if (tree instanceof Mapping mapping) {
      return Optional.of(mapping);
    }
    problems.add(1, "The file must be a mapping, such as \"source: usgs\"");
    return Optional.empty();
  }

  private @Nullable YamlNode tree(String text) {
    try {
      Node root = new Yaml(options()).compose(new StringReader(text));
      return root == null ? null : node(root, 1);
    } catch (MarkedYAMLException e) {
      problems.add(lineOf(e), told(e.getProblem()));
    } catch (YAMLException e) {
      problems.add(1, "This is no YAML that can be read: it is nested or repeated too much");
    }
    return null;
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_DEPTH);
    options.setAllowRecursiveKeys(false);
    return options;
  }

  private static int lineOf(MarkedYAMLException e) {
    return e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
  }

  /** The parser names aliases and tags, which may be a secret that lacks its quotes. */
  private static String told(@Nullable String problem) {
    if (problem == null) {
      return "This is no YAML";
    }
    if (problem.toLowerCase(Locale.ROOT).contains("tag")) {
      return NO_TAGS;
    }
    if (problem.contains("alias") || problem.contains("anchor")) {
      return "A text that begins with * or & needs quotes";
    }
    return "This is no YAML: " + problem;
  }

  private YamlNode node(Node node, int depth) {
    int line = node.getStartMark().getLine() + 1;
    nodes++;
    if (nodes > MAX_NODES || depth > MAX_DEPTH) {
      throw new YAMLException("too large");
    }
    if (!TAGS.contains(node.getTag())) {
      problems.add(line, NO_TAGS);
    }
    if (node instanceof ScalarNode scalar) {
      return new Scalar(line, scalar.getValue(), scalar.isPlain());
    }
    if (node instanceof SequenceNode sequence) {
      List<YamlNode> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(node(item, depth + 1)));
      return new Items(line, items);
    }
    return mapping(line, (MappingNode) node, depth);
  }

  private Mapping mapping(int line, MappingNode mapping, int depth) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int keyLine = tuple.getKeyNode().getStartMark().getLine() + 1;
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(keyLine, "A key must be a text");
        continue;
      }
      Entry entry = new Entry(keyLine, node(tuple.getValueNode(), depth + 1));
      Entry earlier = entries.putIfAbsent(key.getValue(), entry);
      if (earlier != null) {
        problems.add(
            keyLine,
            "The key \"%s\" is there twice, first in line %d"
                .formatted(key.getValue(), earlier.line()));
      }
    }
    return new Mapping(line, entries);
  }
}
