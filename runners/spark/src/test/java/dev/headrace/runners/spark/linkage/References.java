package dev.headrace.runners.spark.linkage;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Tells the classes and members that the JVM looks for when it runs the code of a class. */
final class References extends ClassVisitor {
  private final Consumer<String> classes;
  private final BiConsumer<String, String> members;

  References(Consumer<String> classes, BiConsumer<String, String> members) {
    super(Opcodes.ASM9);
    this.classes = classes;
    this.members = members;
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      String signature,
      String extended,
      String[] interfaces) {
    if (extended != null) {
      classes.accept(extended);
    }
    for (String implemented : interfaces) {
      classes.accept(implemented);
    }
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] thrown) {
    return new Code();
  }

  private void type(Type type) {
    Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
    if (element.getSort() == Type.OBJECT) {
      classes.accept(element.getInternalName());
    }
  }

  private void member(String owner, String name, String descriptor) {
    if (owner.startsWith("[")) {
      type(Type.getObjectType(owner));
    } else {
      members.accept(owner, name + descriptor);
    }
  }

  private void constant(Object value) {
    if (value instanceof Type type && type.getSort() != Type.METHOD) {
      type(type);
    } else if (value instanceof Handle handle) {
      member(handle.getOwner(), handle.getName(), handle.getDesc());
    }
  }

  private final class Code extends MethodVisitor {
    Code() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visitTypeInsn(int opcode, String name) {
      type(Type.getObjectType(name));
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      member(owner, name, descriptor);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
      member(owner, name, descriptor);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      constant(bootstrap);
      for (Object argument : arguments) {
        constant(argument);
      }
    }

    @Override
    public void visitLdcInsn(Object value) {
      constant(value);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
      type(Type.getType(descriptor));
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
      if (type != null) {
        classes.accept(type);
      }
    }
  }
}
