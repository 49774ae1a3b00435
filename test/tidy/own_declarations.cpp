// A plugin for clang-tidy that keeps its checks out of the system's headers. clang-tidy never tells what it
// finds there, but matches every check with all of it: three quarters of its time, with the server's headers.
// (LLVM 21 and later do so by themselves.)
//
// Which declarations a run visits is the traversal scope of the tree, read when it enters the translation
// unit. What is around a declaration is found by the scope too, and checks ask for the surroundings of what
// is in the system's headers: so the scope is everything again before the first of our own declarations is
// matched.
#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang-tidy/ClangTidyModuleRegistry.h"

#include <vector>

namespace {

using namespace clang;
using namespace clang::ast_matchers;

// The headers of C come in by extern "C" blocks of ours.
void collect_own(const DeclContext& context, const SourceManager& sources, std::vector<Decl*>& own) {
    for (Decl* const declaration : context.decls()) {
        const SourceLocation location = declaration->getLocation();
        if (location.isInvalid() || sources.isInSystemHeader(location))
            continue;
        if (const auto* const linkage = dyn_cast<LinkageSpecDecl>(declaration))
            collect_own(*linkage, sources, own);
        else
            own.push_back(declaration);
    }
}

// Finds nothing.
class OwnDeclarations : public tidy::ClangTidyCheck {
  public:
    using ClangTidyCheck::ClangTidyCheck;

    void registerMatchers(MatchFinder* finder) override {
        finder->addMatcher(decl().bind("declaration"), this);
    }

    void check(const MatchFinder::MatchResult& result) override {
        ASTContext& context = *result.Context;
        if (const auto* const unit = result.Nodes.getNodeAs<TranslationUnitDecl>("declaration")) {
            std::vector<Decl*> own;
            collect_own(*unit, *result.SourceManager, own);
            context.setTraversalScope(own);
            narrowed_ = true;
        } else if (narrowed_) {
            context.setTraversalScope({context.getTranslationUnitDecl()});
            narrowed_ = false;
        }
    }

  private:
    bool narrowed_ = false;
};

class Module : public tidy::ClangTidyModule {
  public:
    void addCheckFactories(tidy::ClangTidyCheckFactories& factories) override {
        factories.registerCheck<OwnDeclarations>("veil-own-declarations");
    }
};

const tidy::ClangTidyModuleRegistry::Add<Module> registered("veil-module", "Which declarations are checked.");

} // namespace
