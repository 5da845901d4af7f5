package dev.zoetrope.kernel.jshell;

import dev.zoetrope.kernel.jshell.CellLines.Lines;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Rewrites the classes of cells so that they can be stopped: a call of {@link StopCheck#check()}
 * before each backward jump and at each method's start. The call takes and leaves nothing on the
 * stack, so frames stay as javac made them. A method that is referred to gets one around it that is
 * checked. Lines become those of the cell.
 */
final class LoopChecks extends ClassVisitor {
  private static final int API = Opcodes.ASM9;

  /** What a class file has room for. */
  private static final int MAX_LINE = 0xFFFF;

  private static final String CHECK = Type.getInternalName(StopCheck.class);

  private final @Nullable Lines lines;

  private final List<Reference> references = new ArrayList<>();
  private String self = "";
  private boolean isInterface;

  private LoopChecks(ClassWriter writer, @Nullable Lines lines) {
    super(API, writer);
    this.lines = lines;
  }

  /** The class file with its checks. */
  static byte[] addTo(byte[] classFile) {
    return addTo(classFile, null);
  }

  /**
   * The class file with its checks and lines.
   *
   * @param lines what the class is to tell of its source; as it was written if null
   */
  static byte[] addTo(byte[] classFile, @Nullable Lines lines) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new LoopChecks(writer, lines), 0);
    return writer.toByteArray();
  }

  @Override
  public void visit(
      int version, int access, String name, String signature, String parent, String[] interfaces) {
    self = name;
    isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
    super.visit(version, access, name, signature, parent, interfaces);
  }

  @Override
  public void visitSource(@Nullable String source, @Nullable String debug) {
    super.visitSource(lines == null ? source : lines.source(), debug);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    return new Checked(super.visitMethod(access, name, descriptor, signature, exceptions));
  }

  @Override
  public void visitEnd() {
    references.forEach(each -> each.writeTo(this));
    super.visitEnd();
  }

  private final class Checked extends MethodVisitor {
    private final Set<Label> passed = new HashSet<>();

    private int line;

    Checked(MethodVisitor next) {
      super(API, next);
    }

    @Override
    public void visitLineNumber(int line, Label start) {
      this.line = line;
      super.visitLineNumber(lines == null ? line : Math.min(MAX_LINE, lines.of(line)), start);
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
      Replaced instead =
          opcode == Opcodes.INVOKESPECIAL ? null : Replaced.of(owner, name, descriptor);
      if (instead == null) {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      } else {
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, instead.owner(), instead.name(), instead.descriptor(), false);
      }
      if (Replaced.hidesInterrupt(owner, name)) {
        check();
      }
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle factory, Object... arguments) {
      Handle target = Reference.in(factory, arguments, self);
      super.visitInvokeDynamicInsn(
          name,
          descriptor,
          factory,
          target == null ? arguments : refer(target, descriptor).in(arguments, self, isInterface));
    }

    private Reference refer(Handle target, String site) {
      // Named as what javac makes of other references.
      String name = "lambda$ref$" + references.size();
      Reference reference = Reference.of(target, name, site, line);
      references.add(reference);
      return reference;
    }

    private void check() {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, CHECK, "check", "()V", false);
    }
  }
}
