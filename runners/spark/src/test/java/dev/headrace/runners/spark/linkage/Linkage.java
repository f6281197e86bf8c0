package dev.headrace.runners.spark.linkage;

import dev.headrace.runners.spark.linkage.ClassPath.Found;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Looks for what a job would miss on a cluster: every class, method and field that the code of a
 * class speaks of is looked for where the JVM would, from the first classes on through all that
 * they reach in the job jar. What is reached in Spark's own jars is Spark's business.
 */
final class Linkage {
  private static final Set<String> OF_ANY_SIGNATURE =
      Set.of("java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle");

  private final ClassPath classPath;
  private final Set<String> missing = new TreeSet<>();
  private final Set<String> seen = new HashSet<>();
  private final Deque<String> open = new ArrayDeque<>();
  private final Map<String, Set<String>> members = new HashMap<>();

  private Linkage(ClassPath classPath) {
    this.classPath = classPath;
  }

  /** What is missing, with who misses it. */
  static Set<String> missing(ClassPath classPath, Collection<String> first) {
    Linkage linkage = new Linkage(classPath);
    first.forEach(name -> linkage.reach(name, "the job"));
    while (!linkage.open.isEmpty()) {
      linkage.check(linkage.open.remove());
    }
    return linkage.missing;
  }

  private void check(String name) {
    ClassReader reader = classPath.find(name).orElseThrow().reader();
    reader.accept(
        new References(
            owner -> reach(owner, name), (owner, member) -> checkMember(owner, member, name)),
        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
  }

  private boolean reach(String name, String by) {
    Optional<Found> found = classPath.find(name);
    if (found.isEmpty()) {
      missing.add(name + ", which " + by + " needs");
    } else if (found.get().inJob() && seen.add(name)) {
      open.add(name);
    }
    return found.isPresent();
  }

  private void checkMember(String owner, String member, String by) {
    if (!OF_ANY_SIGNATURE.contains(owner) && reach(owner, by) && !has(owner, member)) {
      missing.add(owner + "." + member + ", which " + by + " needs");
    }
  }

  /** Whether the class, or one that it extends or implements, has the member. */
  private boolean has(String owner, String member) {
    Optional<Found> found = classPath.find(owner);
    if (found.isEmpty()) {
      return true; // told where it is reached
    }
    ClassReader reader = found.get().reader();
    if (members.computeIfAbsent(owner, name -> membersOf(reader)).contains(member)) {
      return true;
    }
    for (String implemented : reader.getInterfaces()) {
      if (has(implemented, member)) {
        return true;
      }
    }
    return reader.getSuperName() != null && has(reader.getSuperName(), member);
  }

  private static Set<String> membersOf(ClassReader reader) {
    Set<String> members = new HashSet<>();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public FieldVisitor visitField(
              int access, String name, String descriptor, String signature, Object value) {
            members.add(name + descriptor);
            return null;
          }

          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] thrown) {
            members.add(name + descriptor);
            return null;
          }
        },
        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return members;
  }
}
