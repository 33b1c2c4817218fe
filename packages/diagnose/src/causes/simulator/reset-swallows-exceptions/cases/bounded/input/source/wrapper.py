class Env:
    def reset(self):
        for _ in range(10):
            try:
                return self.env.reset()
            except RandomizationError:
                continue
        raise RuntimeError("no placement found in 10 tries")
