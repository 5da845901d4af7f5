package dev.zoetrope.kernel.jshell;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Rewrites the classes of cells so that they can be stopped: a call of {@link StopCheck#check()}
 * before each backward jump and at each method's start. The call takes and leaves nothing on the
 * stack, so frames stay as javac made them.
 */
final class LoopChecks extends ClassVisitor {
  private static final int API = Opcodes.ASM9;
  private static final String CHECK = Type.getInternalName(StopCheck.class);

  private LoopChecks(ClassWriter writer) {
    super(API, writer);
  }

  static byte[] addTo(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new LoopChecks(writer), 0);
    return writer.toByteArray();
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    return new Checked(super.visitMethod(access, name, descriptor, signature, exceptions));
  }

  private static final class Checked extends MethodVisitor {
    private final Set<Label> passed = new HashSet<>();

    Checked(MethodVisitor next) {
      super(API, next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      check();
    }

    @Override
    public void visitLabel(Label label) {
      passed.add(label);
      super.visitLabel(label);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
      if (passed.contains(label)) {
        check();
      }
      super.visitJumpInsn(opcode, label);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      String instead = opcode == Opcodes.INVOKESPECIAL ? null : Replaced.descriptor(owner, name);
      if (instead == null) {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      } else {
        String called = name.equals("halt") ? "exit" : name;
        super.visitMethodInsn(Opcodes.INVOKESTATIC, CHECK, called, instead, false);
      }
    }

    private void check() {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, CHECK, "check", "()V", false);
    }
  }
}
